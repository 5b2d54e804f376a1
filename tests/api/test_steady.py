"""What stays the same until the service is renewed is sent packed, and once to each caller."""

import gzip

import pytest
from flask.testing import FlaskClient

from tests.catalogue import KINDS

KIND = KINDS[0]
PLACES = (
    "/v1/openapi.json", "/v1/kinds", f"/v1/kinds/{KIND}", f"/v1/kinds/{KIND}/schema",
    f"/v1/kinds/{KIND}/example",
)  # fmt: skip


@pytest.mark.parametrize("place", PLACES)
def test_a_caller_who_has_the_answer_is_not_sent_it_again(client: FlaskClient, place: str) -> None:
    first = client.get(place)
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(place, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]
    other = client.get(place, headers={"If-None-Match": '"another"'})
    assert (other.status_code, other.data) == (200, first.data)


@pytest.mark.parametrize("place", ["/v1/openapi.json", f"/v1/kinds/{KIND}/schema"])
def test_long_answers_are_packed_for_whoever_takes_them_so(client: FlaskClient, place: str) -> None:
    plain = client.get(place)
    packed = client.get(place, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    # Two spellings are two representations (RFC 9110 §8.8.3).
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert packed.headers["Vary"] == plain.headers["Vary"] == "Accept-Encoding"
    refused = client.get(place, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers
    known = {"Accept-Encoding": "gzip", "If-None-Match": packed.headers["ETag"]}
    assert client.get(place, headers=known).status_code == 304
