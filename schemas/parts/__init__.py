"""The parts kinds are made of: people, businesses, agents, officers, photos, copies."""
