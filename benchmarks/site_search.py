"""The search of the website with many officials, and its limits: `python benchmarks/site_search.py [OFFICIALS]`.

Officials with a Latin and a Persian name, half of them with a second Latin spelling, are composed of lists; some names
are very frequent and most are rare, as in life. Nobody is meant. Then texts are looked up in node as a browser does it
the first time: nothing loaded, the rules unread. What it costs to fetch a file is not counted, how many bytes is.
"""

from __future__ import annotations

import json
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from mostanad.site import search_files

STATIC = Path(search_files.__file__).with_name("static")
OFFICIALS = 100_000
QUERIES = 300
MILLISECONDS, BYTES = 50.0, 100_000
_GIVEN = (
    "Mohammad محمد,Ali علی,Hossein حسین,Hassan حسن,Reza رضا,Mehdi مهدی,Ahmad احمد,Abbas عباس,Mahmoud محمود,"
    "Ebrahim ابراهیم,Saeed سعید,Hamid حمید,Majid مجید,Masoud مسعود,Mostafa مصطفی,Mojtaba مجتبی,Morteza مرتضی,"
    "Javad جواد,Jafar جعفر,Kazem کاظم,Karim کریم,Rahim رحیم,Yousef یوسف,Yaghoub یعقوب,Esmail اسماعیل,Davoud داوود,"
    "Amir امیر,Akbar اکبر,Asghar اصغر,Ghasem قاسم,Hashem هاشم,Naser ناصر,Mansour منصور,Habib حبیب,Nader نادر,"
    "Bahram بهرام,Bahman بهمن,Farhad فرهاد,Farrokh فرخ,Golnaz گلناز,Iraj ایرج,Jamshid جمشید,Kamran کامران,"
    "Laleh لاله,Mahin مهین,Parviz پرویز,Ramin رامین,Shahram شهرام,Zahra زهرا,Fatemeh فاطمه"
)
_ROOTS = (
    "Karim کریم,Rahim رحیم,Hosein حسین,Mohammad محمد,Ahmad احمد,Mousa موسا,Jafar جعفر,Kazem کاظم,Sadegh صادق,"
    "Bagher باقر,Ghorban قربان,Ramezan رمضان,Soltan سلطان,Malek ملک,Amir امیر,Shah شاه,Khan خان,Mir میر,Nour نور,"
    "Jahan جهان,Sohrab سهراب,Rostam رستم,Bahram بهرام,Golab گلاب,Nik نیک,Pak پاک,Rast راست,Deh ده,Kouh کوه,Rud رود,"
    "Daryab دریاب,Asad اسد,Fath فتح,Zaman زمان,Tavan توان,Kohan کهن,Namdar نامدار,Falah فلاح,Najar نجار,Haddad حداد,"
    "Zargar زرگر,Sarraf صراف,Attar عطار,Bazargan بازرگان,Dehghan دهقان,Kadkhoda کدخدا,Mobasher مبشر,Moghadas مقدس"
)
_ENDINGS = (
    "i ی,zadeh زاده,pour پور,nejad نژاد,ian یان,far فر,doust دوست,khah خواه,vand وند,manesh منش,parvar پرور,nia نیا"
)
_PLACES = "Tehrani تهرانی,Shirazi شیرازی,Yazdi یزدی,Kermani کرمانی,Qomi قمی,Tabrizi تبریزی,Ardestani اردستانی"
_SPELLED = (("ou", "u"), ("gh", "q"), ("ei", "ey"), ("ss", "s"), ("a", "a"), ("ee", "i"), ("eh", "e"), ("v", "w"))

Row = dict[str, str]
Pairs = list[tuple[str, str]]

_NODE = """
const fs = require("fs"), vm = require("vm");
const [, asked, folder, times, ...scripts] = process.argv;
for (const script of scripts) vm.runInThisContext(fs.readFileSync(script, "utf8"));
async function ask(text) {
  const arrived = new Map();
  let bytes = 0, spent = 0;
  globalThis.mostanadShard = (name, data) => arrived.set(name, data);
  const load = async (name) => {
    if (arrived.has(name)) return arrived.get(name);
    const before = performance.now();
    const script = fs.readFileSync(`${folder}/search/${name}.js`, "utf8");
    bytes += Buffer.byteLength(script);
    spent += performance.now() - before;
    vm.runInThisContext(script);
    return arrived.get(name);
  };
  const before = performance.now();
  const hits = await (await mostanadSearch.open(load))(text);
  return { bytes, files: arrived.size, milliseconds: performance.now() - before - spent, hits };
}
(async () => {
  const found = [];
  for (const text of JSON.parse(fs.readFileSync(asked, "utf8"))) {
    let best = await ask(text);
    for (let again = 1; again < Number(times); again++) {
      const other = await ask(text);
      if (other.milliseconds < best.milliseconds) best = other;
    }
    found.push(best);
  }
  console.log(JSON.stringify(found));
})();
"""


def _pairs(text: str) -> Pairs:
    return [(latin, persian) for latin, persian in (pair.split(" ") for pair in text.split(","))]


def _frequent(choose: random.Random, pairs: Pairs) -> tuple[str, str]:
    """One of the list; the first ones far more often than the last."""
    return choose.choices(pairs, [1 / place for place in range(1, len(pairs) + 1)])[0]


def generate(many: int) -> tuple[list[Row], list[Row]]:
    """Rows of officials and of names; the same number gives the same rows."""
    choose = random.Random(many)
    given, roots, endings, places = map(_pairs, (_GIVEN, _ROOTS, _ENDINGS, _PLACES))
    officials: list[Row] = []
    names: list[Row] = []
    for number in range(many):
        parts = [_frequent(choose, given) for _ in range(choose.choice((1, 1, 2)))]
        root, ending = choose.choice(roots), _frequent(choose, endings)
        parts.append((root[0] + ending[0], root[1] + ending[1]))
        if choose.random() < 0.3:
            parts.append(choose.choice(places))
        latin, persian = (" ".join(part[script] for part in parts) for script in (0, 1))
        key = f"{latin.lower().replace(' ', '-')}-{number}"
        officials.append({"official_id": key, "name": latin})
        names += [{"entity_id": key, "name": name} for name in (latin, persian)]
        if number % 2:
            old, new = choose.choice(_SPELLED)
            names.append({"entity_id": key, "name": latin.replace(old, new)})
    return officials, names


def sample(names: list[Row], many: int) -> list[str]:
    """What people type: whole names, names turned round, single words, names with a slip."""
    choose = random.Random(1)
    texts = []
    for number in range(many):
        name = choose.choice(names)["name"]
        words = name.split()
        slip = choose.randrange(len(name))
        kinds = (name, " ".join(words[::-1]), choose.choice(words), " ".join(words[:2]), name[:slip] + name[slip + 1 :])
        texts.append(kinds[number % len(kinds)])
    return texts


def write(officials: list[Row], names: list[Row], out: Path) -> list[int]:
    """Write the files of the search; their sizes."""
    sizes = []
    for path, text in search_files.files(officials, [], names, lambda key: f"officials/{key}.html"):
        data = text.encode("utf-8")
        (out / path).parent.mkdir(exist_ok=True)
        (out / path).write_bytes(data)
        sizes.append(len(data))
    return sizes


def ask(texts: list[str], folder: Path, times: int = 1) -> list[dict[str, object]]:
    """What looking up each text cost, and what it found."""
    asked = folder / "asked.json"
    asked.write_text(json.dumps(texts), encoding="utf-8")
    scripts = [str(STATIC / name) for name in ("names.js", "search.js")]
    command = ["node", "-e", _NODE, str(asked), str(folder), str(times), *scripts]
    found: list[dict[str, object]] = json.loads(
        subprocess.run(command, capture_output=True, check=True, text=True, encoding="utf-8").stdout
    )
    return found


def show(what: str, value: float, unit: str, limit: float) -> None:
    """One line: the figure, its limit and the ratio, which must not be greater than one."""
    print(f"{what:42} {value:>12,.1f} {unit:5} limit {limit:>9,.0f} {value / limit:8.2f}")


def main() -> None:
    """Generate, write, look up."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else OFFICIALS
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        officials, names = generate(many)
        start = time.perf_counter()
        sizes = write(officials, names, folder)
        print(f"{many:,} officials, {len(names):,} names: {len(sizes):,} files, {sum(sizes) / 1e6:.1f} MB,")
        print(f"the largest {max(sizes):,} bytes; written in {time.perf_counter() - start:.0f} s")
        texts = sample(names, QUERIES)
        found = ask(texts, folder, 3)
        lost = sum(not cost["hits"] for cost in found)
        costs = {what: sorted(float(str(cost[what])) for cost in found) for what in ("bytes", "files", "milliseconds")}
        print(f"{QUERIES} texts, {lost} of which find nothing; at most {costs['files'][-1]:.0f} files each")
        show("bytes of a cold query, median", costs["bytes"][QUERIES // 2], "bytes", BYTES)
        show("bytes of a cold query, most", costs["bytes"][-1], "bytes", BYTES)
        scripts = sum((STATIC / name).stat().st_size for name in ("names.js", "search.js"))
        show("  and names.js, search.js", costs["bytes"][-1] + scripts, "bytes", BYTES)
        show("time of a cold query, median", costs["milliseconds"][QUERIES // 2], "ms", MILLISECONDS)
        show("time of a cold query, most", costs["milliseconds"][-1], "ms", MILLISECONDS)
        first = min(float(str(ask(texts[at : at + 1], folder)[0]["milliseconds"])) for at in range(5))
        show("time of the first query of a browser", first, "ms", MILLISECONDS)


if __name__ == "__main__":
    main()
