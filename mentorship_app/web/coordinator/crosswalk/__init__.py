"""The accreditation crosswalk: read by viewers too, written by coordinators."""
