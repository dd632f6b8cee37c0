"""Trains the churn model: who is about to leave?"""
