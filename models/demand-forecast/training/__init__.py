"""Trains the demand forecast: how many bikes will be rented in this hour tomorrow?"""
