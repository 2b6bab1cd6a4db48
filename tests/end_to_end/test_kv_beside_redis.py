"""The key-value server gives byte for byte what redis gives: replies, errors, and what ends a connection."""

import random

from kv_case import KvCase, encode, exchange

# Each is given to a fresh connection of both servers, whose data set is empty then.
SCRIPTS = {
    "strings": """set a b|get a|GET none|set a c get|set n v get|getset a d|getset m e|get m|getdel m|get m|getdel m
        setnx a x|setnx z y|strlen a|strlen none|append a efg|append new x|get a|mset a 1 b 2|mget a b none|mset a|mset a 1 b
        set a 1 nx|set q 1 nx|set q 2 xx|set w 2 xx|set q 3 xx get|set w 3 nx get|get w|set e 1 xx get
        set a b nx xx|set a b foo|set a b ex|set a b ex 0|set a b ex -1|set a b px 0|set a b ex x|set a b ex 1 px 2
        set a b ex 9223372036854775807|set a b keepttl ex 1|set a b ex 100 keepttl|set a b EX 100|ttl a|set a c keepttl|ttl a
        set a d|ttl a|setex a 0 b|setex a x b|setex a 10 b|ttl a|getset a c|ttl a|set a "" |get a|strlen a|append a x|ttl a""",
    "counters": """incr a|incr a|decr a|incrby a 10|decrby a 3|get a|incrby a x|incrby a 9223372036854775808|set a x|incr a
        set a 9223372036854775807|incr a|incrby a 1|decr a|set a -9223372036854775808|decr a|incr a
        decrby a -9223372036854775808|set a " 1"|incr a|set a 01|incr a|set a 1.5|incr a|set a ""|incr a|set a -0|incr a
        incr|incr a b|incrby a|type a|append a 0|set n 5|append n 5|incr n|strlen n""",
    "keys": """mset a 1 b 2 c 3|del a b none|del a|unlink c c|exists a b c|set a 1|exists a a none|type a|type none
        rpush l x|type l|hset h f v|type h|rename a b|rename none b|rename b b|get b|rename l b|type b|dbsize|keys h*|keys none
        scan x|scan 0 count 0|scan 0 count x|scan 0 foo|scan 0 match|scan 0 foo bar|scan
        select 0|select 99|select x|flushdb foo|flushdb|dbsize|randomkey|set only 1|randomkey|keys *|scan 0|scan 0 type string
        scan 0 type list|scan 0 match o* count 5|flushall async|flushall sync|flushall a b|keys *|echo hi|echo|echo a b""",
    "expiry": """set a b|ttl a|pttl a|ttl none|pttl none|expire a 100|ttl a|persist a|persist a|persist none|expire none 1
        pexpire a 100000|ttl a|expire a x|expire a 1 zz|expire a 9223372036854775807|pexpire a 9223372036854775807
        expire a -1|exists a|set a b|pexpire a 0|exists a|set a b|expireat a 1|exists a|set a b|expireat a 99999999999|ttl b
        expireat a x|expire a|ttl|persist""",
    "lists": """rpush l a b c|lpush l z y|llen l|lrange l 0 -1|lrange l 1 2|lrange l -2 -1|lrange l 5 1|lrange l -100 100
        lrange l 0 x|lrange l x 0|lrange none 0 -1|lindex l 0|lindex l -1|lindex l 99|lindex l -99|lindex l x|lindex none 0
        lindex none x|lset l 0 first|lset l -1 l|lset l 99 x|lset l x x|lset none 0 x|lrange l 0 -1|lpop l|rpop l|lpop none
        rpop none|lpop l 2|rpop l 0|rpop l 99|exists l|lpop l 2|rpush l a|lpop l -1|lpop l x|lpop l 1 2|lpop none 0|lpop none x
        llen none|llen l|rpush l b a c a b a|lrem l 2 a|lrange l 0 -1|lrem l -1 a|lrange l 0 -1|lrem l 0 b|lrem l 0 none
        lrem none 0 a|lrem l x a|lrange l 0 -1|lrem l 0 a|lrem l 0 c|exists l|rpush l a b c d e|ltrim l 1 -2|lrange l 0 -1
        ltrim l x 1|ltrim none 0 1|ltrim l 5 9|exists l|rpush l "" x|lrange l 0 -1|lpush l|lpush""",
    "hashes": """hset h f v|hset h f w g x|hset h a|hset h a b c|hget h f|hget h none|hget none f|hmget h f none g|hmget none a
        hlen h|hlen none|hexists h f|hexists h none|hexists none f|hdel h none|hdel h f none g|exists h|hdel none f
        hmset h a 1|hmset h a|hmset h a 1 b|hgetall h|hkeys h|hvals h|hgetall none|hkeys none|hvals none
        hincrby h a 5|hincrby h new -3|hincrby h a x|hset h t text|hincrby h t 1|hset h m 9223372036854775807
        hincrby h m 1|hincrby h m -1|hincrby none f 1|hget none f|hset h e ""|hget h e|hget h|hget""",
    "wrong types": """set s x|rpush l x|hset h f v|get l|get h|incr l|append l x|strlen h|getset l x|getdel h|set l x get|mget s l h
        lpush s x|lpop s|lpop h 1|llen s|lrange h 0 1|lindex s 0|lindex s x|lset s 0 x|lset s x x|lrem s 0 x|ltrim s 0 1
        hset s f v|hget l f|hgetall s|hdel s f|hlen s|hexists l f|hincrby s f 1|hmget s f|hkeys s|hvals s|hmset l a b
        lpop s x|lrange s x 0|lrem s x y|ltrim s x y|hincrby s f x|setnx l x|set l x|get l|setex h 10 x|get h""",
    "server": """ping|ping hello|ping a b|PiNg|config get save|config get appendonly|config get none|config get|config foo|config
        foo|foo bar baz|FOO|get|get a b|command count x y|command foo bar|select|quit|ping""",
    "listening": """subscribe a b|subscribe a|psubscribe p*|get a|ping|ping x|publish a b|unsubscribe b|unsubscribe none
        unsubscribe|punsubscribe|get x|unsubscribe|punsubscribe p|publish a b|subscribe|publish a|psubscribe q|echo hi|quit""",
}
RAW = [
    b"*x\r\n", b"*2147483648\r\n", b"*3\r\n:3\r\n", b"*1\r\n$-1\r\n", b"*1\r\n$536870913\r\n", b"*1\r\n$ 3\r\n",
    b'set "a\r\n', b"set 'a'b c\r\n", b'set "a"b c\r\n', b"*0\r\n*-1\r\nPING\r\n", b"\r\n\n  \r\nPING\n", b"*1\r\n$4\r\nPI",
    b"PING\r\n*1\r\nxPING\r\nPING\r\n", b"x" * 70_000, b"*1\r\n$" + b"1" * 70_000, b"*" + b"1" * 70_000,
    b'SET "a\\x41\\n\\q" \'b\\\'c\\n\'\r\nGET "aA\\nq"\r\n', b"*2\r\n$3\r\nGET\r\n$0\r\n\r\n",
    encode("foo", b"a\r\nb", "x" * 200, "y"), encode("x" * 300, "a"), encode("foo", *["arg"] * 100), encode(b"get\0", "a"),
    encode("set", b"\0\r\n\xff", b"\r\n\0") + encode("get", b"\0\r\n\xff"), encode("set", "k", "v" * 100_000) + encode("get", "k"),
    encode("config", "x" * 200), encode("select", "x" * 200), encode(""), encode("", "a"),
]
WORDS = ["a", "b", "c", "0", "1", "-1", "2", "x", "", "-2", "100"]
COMMANDS = """set get getset getdel mget setnx append strlen incr decr incrby decrby del exists type rename lpush rpush lpop rpop
    llen lrange lindex lset lrem ltrim hset hget hmget hdel hlen hexists hincrby persist ttl mset""".split()


class BesideRedis(KvCase):
    maxDiff = None

    def setUp(self):
        super().setUp()
        self.ports = (self.start_kv().port, self.start_redis())

    def both(self, data):
        return [exchange(port, data) for port in self.ports]

    def assert_alike(self, data):
        ours, theirs = self.both(data)
        self.assertEqual(ours.split(b"\r\n"), theirs.split(b"\r\n"))

    def test_commands(self):
        for name, script in SCRIPTS.items():
            with self.subTest(name):
                self.assert_alike(b"flushall\r\n")
                lines = [line.strip() for line in script.replace("\n", "|").split("|")]
                self.assert_alike("".join(line + "\r\n" for line in lines).encode())

    def test_bytes(self):
        for data in RAW:
            with self.subTest(data[:40]):
                self.assert_alike(data)

    def test_whatever_is_given(self):
        chooser = random.Random(5)
        for turn in range(30):
            self.assert_alike(b"flushall\r\n")
            data = b""
            for _ in range(200):
                words = [chooser.choice(WORDS) for _ in range(chooser.choice((1, 1, 2, 2, 2, 3, 3, 4)))]
                data += encode(chooser.choice(COMMANDS), *words)
            with self.subTest(turn):
                self.assert_alike(data)
