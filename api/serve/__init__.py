"""The HTTP server of the service: waitress reads and writes, this bounds what a client may take.

    listener -> Channel (a client) -> StrictRequest (its bytes) -> a thread -> the application

waitress gathers whole requests in one loop before a thread sees them; here stand the time each
may take, the sizes, and answers in the API's own form to all that never reaches the application.
"""
