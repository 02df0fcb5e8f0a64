using Pando.Ovsdb.Operations;

namespace Pando.Ovsdb.Tests;

/// <summary>The protocol against a peer that does what a test says, also what no database should.</summary>
public sealed class OvsdbSessionTests : IDisposable
{
    private readonly ScriptedDatabase _database = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static IReadOnlyList<OvsdbOperation> Bridges => [new Select("Bridge", [], ["name"])];

    public void Dispose() => _database.Dispose();

    [Fact]
    public async Task A_transaction_is_written_as_the_specification_has_it()
    {
        using var session = await _database.MeetAsync();
        var asked = session.TransactAsync(
            [
                new Insert("Port", new Dictionary<string, OvsdbValue>(StringComparer.Ordinal) { ["name"] = OvsdbValue.Of("vnet0"), ["tag"] = OvsdbValue.Nothing, ["interfaces"] = OvsdbValue.Inserted("card") }, "port"),
                new Mutate("Bridge", Condition.Is("name", "br0"), "ports", "insert", OvsdbValue.Set(OvsdbValue.Inserted("port"))),
                new Update("Port", [], new Dictionary<string, OvsdbValue>(StringComparer.Ordinal) { ["external_ids"] = OvsdbValue.Map([new("a", "b\"c")]) }),
                new Expect("Bridge", Condition.Is("name", "br0"), new Dictionary<string, OvsdbValue>(StringComparer.Ordinal) { ["name"] = OvsdbValue.Of("br0") }),
                new Delete("QoS", Condition.Is(Guid.Empty)),
            ], Ct);
        Assert.Equal(
            """{"method":"transact","params":["Open_vSwitch","""
            + """{"op":"insert","table":"Port","row":{"name":"vnet0","tag":["set",[]],"interfaces":["named-uuid","card"]},"uuid-name":"port"},"""
            + """{"op":"mutate","table":"Bridge","where":[["name","==","br0"]],"mutations":[["ports","insert",["set",[["named-uuid","port"]]]]]},"""
            + """{"op":"update","table":"Port","where":[],"row":{"external_ids":["map",[["a","b\u0022c"]]]}},"""
            + """{"op":"wait","table":"Bridge","timeout":0,"where":[["name","==","br0"]],"columns":["name"],"until":"==","rows":[{"name":"br0"}]},"""
            + """{"op":"delete","table":"QoS","where":[["_uuid","==",["uuid","00000000-0000-0000-0000-000000000000"]]]}],"id":1}""",
            await _database.HearAsync("\"id\":1}"));
        await _database.SayAsync("""{"id":1,"error":null,"result":[{"uuid":["uuid","68f6bdc4-d3a7-4c15-b836-e5029e68c973"]},{"count":1},{"count":2},{},{"count":0}]}""");
        var answers = await asked;
        Assert.Equal(Guid.Parse("68f6bdc4-d3a7-4c15-b836-e5029e68c973"), answers[0].Inserted);
        Assert.Equal(2, answers[2].Count);
    }

    [Fact]
    public async Task A_question_whether_this_side_lives_is_answered_while_it_waits()
    {
        using var session = await _database.MeetAsync();
        var asked = session.TransactAsync(Bridges, Ct);
        await _database.HearAsync("\"id\":1}");
        await _database.SayAsync("""{"method":"echo","params":["there?"],"id":"echo"} {"method":"stolen","params":[],"id":null}""");
        Assert.Equal("""{"result":["there?"],"error":null,"id":"echo"}""", await _database.HearAsync("\"echo\"}"));
        // In pieces, with brackets and quotes in its texts.
        foreach (var letter in """{"id":1,"error":null,"result":[{"rows":[{"name":"a}]\"\\"}]}]}""")
        {
            await _database.SayAsync($"{letter}");
        }
        Assert.Equal("a}]\"\\", Assert.Single((await asked)[0].Rows).Text("name"));
    }

    [Fact]
    public async Task What_is_watched_is_told_of_even_when_it_comes_before_an_answer()
    {
        using var session = await _database.MeetAsync();
        var watched = session.WatchAsync("Open_vSwitch", ["cur_cfg"], Ct);
        Assert.Contains("""["Open_vSwitch","watched",{"Open_vSwitch":{"columns":["cur_cfg"]}}]""", await _database.HearAsync("\"id\":1}"), StringComparison.Ordinal);
        await _database.SayAsync("""{"id":1,"error":null,"result":{"Open_vSwitch":{"68f6bdc4-d3a7-4c15-b836-e5029e68c973":{"new":{"cur_cfg":4}}}}}""");
        Assert.Equal(4, Assert.Single(await watched).Number("cur_cfg"));
        var asked = session.TransactAsync(Bridges, Ct);
        await _database.HearAsync("\"id\":2}");
        await _database.SayAsync("""{"method":"update","id":null,"params":["watched",{"Open_vSwitch":{"68f6bdc4-d3a7-4c15-b836-e5029e68c973":{"old":{"cur_cfg":4},"new":{"cur_cfg":5}}}}]}{"id":2,"error":null,"result":[{"rows":[]}]}""");
        await asked;
        Assert.Equal(5, Assert.Single(await session.NextChangeAsync(TimeSpan.FromSeconds(30), Ct)).Number("cur_cfg"));
        Assert.Equal("update", (await Assert.ThrowsAsync<OvsdbTimeoutException>(() => session.NextChangeAsync(TimeSpan.FromMilliseconds(50), Ct))).What);
    }

    [Theory]
    [InlineData("""{"id":1,"error":null,"result":[{"error":"constraint violation","details":"no such tag"}]}""", "constraint violation", "no such tag")]
    // What shows only when all is put together stands behind the last operation.
    [InlineData("""{"id":1,"error":null,"result":[{"rows":[]},{"error":"referential integrity violation"}]}""", "referential integrity violation", null)]
    [InlineData("""{"id":1,"error":{"error":"unknown database","details":"no Open_vSwitch"},"result":null}""", "unknown database", "no Open_vSwitch")]
    [InlineData("""{"id":1,"error":"canceled","result":null}""", "canceled", null)]
    public async Task A_refusal_keeps_the_databases_own_words(string answer, string error, string? details)
    {
        using var session = await _database.MeetAsync();
        var asked = session.TransactAsync(Bridges, Ct);
        await _database.SayAsync(answer);
        var refusal = await Assert.ThrowsAsync<OvsdbRefusedException>(() => asked);
        Assert.Equal((error, details), (refusal.Error, refusal.Details));
    }

    [Theory]
    [InlineData("HTTP/1.1 400 Bad Request\r\n")]
    [InlineData("[1]")]
    [InlineData("\0\0\0\0")]
    [InlineData("""{"id":1,"error":null,"result":[{7}]}""")]
    [InlineData("""{"id":7,"error":null,"result":[]}""")]
    [InlineData("""{"id":99999999999999999999,"error":null,"result":[]}""")]
    [InlineData("""{"id":1,"error":null}""")]
    [InlineData("""{"id":1,"error":null,"result":{}}""")]
    [InlineData("""{"id":1,"error":null,"result":[]}""")]
    [InlineData("""{"id":1,"error":null,"result":[null]}""")]
    [InlineData("""{"id":1,"error":null,"result":[{"rows":7}]}""")]
    [InlineData("""{"id":1,"error":null,"result":[{"rows":[7]}]}""")]
    [InlineData("""{"id":1,"error":null,"result":[{"rows":[{"name":["set",7]}]}]}""")]
    [InlineData("""{"id":1,"error":null,"result":[{"rows":[{"name":["set",["a","b"]]}]}]}""")]
    [InlineData("""{"id":1,"error":null,"result":[{"rows":[{"name":{}}]}]}""")]
    [InlineData("""{"method":7}""")]
    [InlineData("""{"method":"update","params":["watched",7]}{"id":1,"error":null,"result":[{"rows":[{"name":7}]}]}""")]
    public async Task Nonsense_is_no_answer(string nonsense)
    {
        using var session = await _database.MeetAsync();
        var asked = Assert.ThrowsAsync<OvsdbProtocolException>(async () => (await session.TransactAsync(Bridges, Ct))[0].Rows[0].Text("name"));
        await _database.SayAsync(nonsense);
        await asked;
    }

    [Fact]
    public async Task A_message_without_an_end_and_one_without_a_floor_are_given_up()
    {
        using var session = await _database.MeetAsync(mostBytes: 100_000);
        var asked = Assert.ThrowsAsync<OvsdbProtocolException>(() => session.TransactAsync(Bridges, Ct));
        await _database.SayAsync("{\"id\":1,\"result\":\"" + new string('a', 100_000));
        Assert.Contains("100000 bytes", (await asked).Message, StringComparison.Ordinal);

        using var other = await _database.MeetAsync();
        var deep = Assert.ThrowsAsync<OvsdbProtocolException>(() => other.TransactAsync(Bridges, Ct));
        await _database.SayAsync("{\"id\":1,\"error\":null,\"result\":" + new string('[', 5000) + new string(']', 5000) + "}");
        await deep;
    }

    [Fact]
    public async Task Silence_ends_and_so_does_a_peer_that_only_asks()
    {
        using var session = await _database.MeetAsync(TimeSpan.FromMilliseconds(100));
        Assert.Equal("transact", (await Assert.ThrowsAsync<OvsdbTimeoutException>(() => session.TransactAsync(Bridges, Ct))).What);

        using var other = await _database.MeetAsync(TimeSpan.FromMilliseconds(300));
        var asked = Assert.ThrowsAsync<OvsdbTimeoutException>(() => other.TransactAsync(Bridges, Ct));
        while (!asked.IsCompleted)
        {
            await _database.SayAsync("""{"method":"echo","params":[],"id":"echo"}""");
            await Task.WhenAny(asked, _database.HearAsync("echo"));
        }
        await asked;
    }

    [Fact]
    public async Task Nobody_there_and_one_who_hangs_up_are_named_with_their_place()
    {
        using var session = await _database.MeetAsync();
        var asked = Assert.ThrowsAsync<OvsdbUnreachableException>(() => session.TransactAsync(Bridges, Ct));
        await _database.HearAsync("\"id\":1}");
        _database.HangUp();
        Assert.Equal(_database.SocketPath, (await asked).SocketPath);
        var nobody = await Assert.ThrowsAsync<OvsdbUnreachableException>(() => OvsdbSession.ConnectAsync(new OvsdbOptions { SocketPath = "/nonexistent/db.sock" }, Ct));
        Assert.Equal("/nonexistent/db.sock", nobody.SocketPath);
    }
}
