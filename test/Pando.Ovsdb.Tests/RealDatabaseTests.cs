using Pando.Ovsdb.Operations;
using Pando.TestNamespaces;

namespace Pando.Ovsdb.Tests;

/// <summary>The protocol against the real ovsdb-server, and the real switch behind it.</summary>
public sealed class RealDatabaseTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_real_database_takes_what_is_written_and_tells_of_it()
    {
        using var own = OwnSwitch.Start("unshare", "--net", "--");
        using var session = await OvsdbSession.ConnectAsync(new OvsdbOptions { SocketPath = own.Socket }, Ct);
        var before = Assert.Single(await session.WatchAsync("Open_vSwitch", ["cur_cfg", "datapath_types"], Ct));
        Assert.Contains("netdev", before.Texts("datapath_types"));
        var answers = await session.TransactAsync(
            [
                new Insert("Interface", Columns(("name", OvsdbValue.Of("br0")), ("type", OvsdbValue.Of("internal"))), "card"),
                new Insert("Port", Columns(("name", OvsdbValue.Of("br0")), ("interfaces", OvsdbValue.Inserted("card")), ("tag", OvsdbValue.Of(42)), ("external_ids", OvsdbValue.Map([new("a", "x"), new("b", "y \"z\"")]))), "port"),
                new Insert("Bridge", Columns(("name", OvsdbValue.Of("br0")), ("datapath_type", OvsdbValue.Of("netdev")), ("ports", OvsdbValue.Inserted("port"))), "bridge"),
                new Mutate("Open_vSwitch", [], "bridges", "insert", OvsdbValue.Inserted("bridge")),
                new Mutate("Open_vSwitch", [], "next_cfg", "+=", OvsdbValue.Of(1)),
                new Select("Open_vSwitch", [], ["next_cfg"]),
            ], Ct);
        var wanted = Assert.Single(answers[5].Rows).Number("next_cfg");
        Assert.True(wanted > before.Number("cur_cfg"));
        // The switch has taken it up.
        while ((await session.NextChangeAsync(TimeSpan.FromSeconds(60), Ct)).All(row => row.Number("cur_cfg") < wanted))
        {
        }
        Assert.Equal("br0", own.Vsctl("list-br"));
        var read = await session.TransactAsync([new Select("Port", Condition.Is("name", "br0"), ["_uuid", "tag", "trunks", "external_ids", "interfaces"]), new Select("Interface", [], ["ofport", "error"])], Ct);
        var port = Assert.Single(read[0].Rows);
        Assert.Equal(answers[1].Inserted, port.Id);
        Assert.Equal((42L, 0), (port.Number("tag"), port.Numbers("trunks").Count));
        Assert.Equal("y \"z\"", port.Map("external_ids")["b"]);
        Assert.Equal(answers[0].Inserted, Assert.Single(port.Rows("interfaces")));
        Assert.NotNull(Assert.Single(read[1].Rows).Number("ofport"));

        // All of it or nothing, in the database's own words.
        var refusal = await Assert.ThrowsAsync<OvsdbRefusedException>(() => session.TransactAsync(
            [new Update("Port", [], Columns(("tag", OvsdbValue.Of(7)))), new Update("Port", [], Columns(("tag", OvsdbValue.Of(5000))))], Ct));
        Assert.Equal("constraint violation", refusal.Error);
        Assert.Equal("timed out", (await Assert.ThrowsAsync<OvsdbRefusedException>(() => session.TransactAsync(
            [new Expect("Bridge", Condition.Is("name", "br1"), Columns(("name", OvsdbValue.Of("br1"))))], Ct))).Error);
        Assert.Equal("42", own.Vsctl("get", "Port", "br0", "tag"));
    }

    [Fact]
    public async Task Its_programs_take_commands_where_they_listen_for_them()
    {
        using var own = OwnSwitch.Start("unshare", "--net", "--");
        using var session = await OvsdbSession.ConnectAsync(new OvsdbOptions { SocketPath = Path.Combine(Path.GetDirectoryName(own.Socket)!, "database.ctl") }, Ct);
        Assert.Contains("ovsdb-server", await session.CommandAsync("version", [], Ct), StringComparison.Ordinal);
        Assert.Contains("nosuch", (await Assert.ThrowsAsync<OvsdbRefusedException>(() => session.CommandAsync("nosuch", ["a", "b"], Ct))).Error, StringComparison.Ordinal);
        // One refusal does not end it.
        Assert.NotEmpty(await session.CommandAsync("list-commands", [], Ct));
    }

    private static Dictionary<string, OvsdbValue> Columns(params (string Name, OvsdbValue Value)[] columns) => columns.ToDictionary(static one => one.Name, static one => one.Value, StringComparer.Ordinal);
}
