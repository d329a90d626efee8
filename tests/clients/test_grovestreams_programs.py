"""Programs in other languages against GroveStreams: curl with its cookies, Node's fetch, and what published clients do.

Published clients cannot be pointed at another host without changing them, so that their requests are made here.
"""

from __future__ import annotations

import json
import shutil
import subprocess

import pytest
import requests
from grovestreams_samples import FRED, GARAGE, HOME, LIGHT

START, END = 1333300200000, 1333302000000  # the last half hour of the garage


@pytest.fixture
def api(world_url):
    return f"{world_url}/api"


def run(*command, **options):
    ran = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False, **options)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
class TestCurl:
    def curl(self, *arguments):
        return run("curl", "-sS", *arguments)

    def test_keeps_the_cookie_that_logging_in_sets(self, api, tmp_path):
        jar = str(tmp_path / "cookies")
        body = json.dumps(FRED)
        login = self.curl("-c", jar, "-H", "Content-Type: application/json", "-d", body, f"{api}/login")
        assert json.loads(login)["message"] == "Login succeeded."

        answer = self.curl("-b", jar, "-G", f"{api}/stream_metadata/{GARAGE}", "-d", f"org={HOME}")
        assert '"max":1.7976931348623157E308' in answer
        assert len(json.loads(answer)["stream_metadata"]["stream"]) == 4

        assert json.loads(self.curl("-b", jar, "-X", "DELETE", f"{api}/login"))["message"] == "Session ended"
        refused = self.curl("-b", jar, "-w", "%{http_code}", f"{api}/unit?org={HOME}")
        assert refused.endswith('"success":false}401')

    def test_sends_the_delimiter_raw_and_encoded(self, api):
        pair = f"{GARAGE}.{LIGHT}"
        key = ("-b", "api_key=demo-key")

        raw = self.curl(*key, f"{api}/stream_metadata?streams={pair}+{pair}")
        encoded = self.curl(*key, "-G", f"{api}/stream_metadata", "--data-urlencode", f"streams={pair}+{pair}")

        assert raw == encoded
        assert len(json.loads(raw)["stream_metadata"]["stream"]) == 1

    def test_puts_feeds_as_small_devices_do(self, api):
        target = f"{api}/feed?compId=Bedroom_1&temp=24.000000&humid=33.000000&api_key=demo-key&"

        assert json.loads(self.curl("-X", "PUT", "-H", "Content-type: application/json", target))["success"] is True

        last = self.curl(f"{api}/comp/Bedroom_1/stream/temp/last_value?api_key=demo-key")
        assert json.loads(last)[0]["data"] == 24


NODE = """
const [api, org, garage] = process.argv.slice(1);
const cookie = {Cookie: `api_key=demo-key;org=${org}`};

async function call(path, options = {}) {
  const response = await fetch(api + path, {...options, headers: {...cookie, ...options.headers}});
  const content = await response.json();
  if (response.status !== 200 || !content.success) throw new Error(`${path}: ${response.status} ${content.message}`);
  return content;
}

(async () => {
  const owner = (await call('/org_user')).org_user.find(user => user.isOwner);
  let components = [], page;
  do {
    page = await call(`/component?start=${components.length}&limit=3`);
    components = components.concat(page.component);
  } while (components.length !== page.totalCount);
  const units = Object.fromEntries((await call('/unit')).unit.map(unit => [unit.uid, unit]));
  const streams = (await call(`/component/${garage}/stream`)).stream;
  const body = JSON.stringify([{compId: 'garage', streamId: 'temperature', data: 14.5, time: 1333302000000}]);
  await call('/feed', {method: 'PUT', body, headers: {'Content-Type': 'application/json'}});
  const query = new URLSearchParams({streams: streams.map(stream => `${garage}.${stream.uid}`).join('+')});
  const found = (await call(`/stream_metadata?${query}`)).stream_metadata.stream;
  const refusal = await fetch(`${api}/stream_metadata`, {headers: cookie});
  console.log(JSON.stringify({
    owner: owner.fullName,
    components: components.map(component => component.id),
    units: found.map(stream => units[stream.unit.uid].symbol),
    ends: found.map(stream => stream.endDate),
    never: BigInt(found[2].completedDate).toString(),
    most: found[0].constraints.max === Number.MAX_VALUE,
    refused: [refusal.status, (await refusal.json()).success],
  }));
})();
"""


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no Node here")
def test_node_fetches_the_lists_puts_a_sample_and_reads_metadata(api):
    found = json.loads(run("node", "-e", NODE, api, HOME, GARAGE))

    assert found == {
        "owner": "Fred Flinstone",
        "components": ["garage", "cold-room", "scale", "spare"],
        "units": [" nm", "C", "", "F"],
        "ends": [END, END + 300_000, 0, END + 300_000],
        "never": "-9223372036854775808",
        "most": True,
        "refused": [400, False],
    }


def test_a_scraper_logs_in_and_reads_a_feed_a_day_at_a_time(api):
    """As a published scraper in Python does: a session cookie, the organization by its name, items by id."""
    session = requests.Session()
    login = session.post(f"{api}/login", json=FRED, timeout=10).json()
    (organization,) = [one["uid"] for one in login["organization"] if one["name"] == "Home"]
    parameters = {
        "org": organization,
        "startDate": START,
        "endDate": END,
        "itemsById": '[{"compId":"garage","streamId":"light"}]',
    }

    content = session.get(f"{api}/feed", params=parameters, timeout=10).json()

    (component,) = content["feed"]["component"]
    (stream,) = component["stream"]
    (statistic,) = stream["statistic"]
    length = stream["lastValueEndDate"] - stream["lastValueStartDate"]
    assert len(statistic["data"]) == (END - START) / length == 6
    assert stream["streamUid"] == LIGHT


def test_a_page_of_any_origin_may_read(api):
    """As the vendor's own example in JavaScript relies on."""
    target = f"{api}/comp/garage/stream/light/last_value?api_key=demo-key"

    answer = requests.get(target, headers={"Origin": "http://somewhere"}, timeout=10)

    assert answer.headers["Access-Control-Allow-Origin"] == "*"
    assert [list(one) for one in answer.json()] == [["time", "data"]]
