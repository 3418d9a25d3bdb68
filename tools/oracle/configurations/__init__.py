"""The kinds of random configurations; tools/oracle/random_configurations.py runs them."""
