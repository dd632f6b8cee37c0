"""Trains the credit approval model: will this credit be paid back?"""
