"""Asking for another pair: no fault, no reason needed, and what is said stays with the coordinator."""
