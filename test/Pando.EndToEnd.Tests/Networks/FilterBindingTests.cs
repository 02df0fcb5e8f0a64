using Pando.Api.Problems;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>Devices of the host that others put behind filters, in the real nft's table.</summary>
[Trait("Speed", "Slow")]
public sealed class FilterBindingTests : IAsyncLifetime
{
    private const string Binding =
        """
        <filterbinding>
          <owner><name>other</name><uuid>7a4b1c2d-0001-4002-8003-000000000004</uuid></owner>
          <portdev name='tap9'/><mac address='52:54:00:00:00:09'/>
          <filterref filter='no-mac-spoofing'><parameter name='IP' value='10.9.0.9'/></filterref>
        </filterbinding>
        """;

    private NetworkedInstance _host = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _host = await NetworkedInstance.StartAsync();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task A_device_stands_behind_its_filter_until_it_is_taken_out_also_past_the_daemon()
    {
        var file = Path.Combine(_host.Pando.Root, "binding.xml");
        await File.WriteAllTextAsync(file, Binding, Ct);
        var missing = await _host.Pando.CliAsync("nwfilter-binding-create", file);
        Assert.Contains("tap9", missing.Error, StringComparison.Ordinal);
        Assert.NotEqual(0, missing.ExitCode);
        await _host.InsideAsync("ip", "tuntap", "add", "dev", "tap9", "mode", "tap");

        Assert.Equal(0, (await _host.Pando.CliAsync("nwfilter-binding-create", file)).ExitCode);
        Assert.Contains("tap9", await _host.InsideAsync("nft", "list", "table", "bridge", "pando"), StringComparison.Ordinal);
        Assert.Equal("nwfilter.binding-taken", (await Assert.ThrowsAsync<PandoProblemException>(() => _host.Pando.Client.CreateFilterBindingAsync(System.Text.Encoding.UTF8.GetBytes(Binding), Ct))).Problem.Code);
        // What needs it keeps it.
        Assert.Equal("nwfilter.in-use", (await Assert.ThrowsAsync<PandoProblemException>(() => _host.Pando.Client.UndefineNetworkFilterAsync("no-mac-spoofing", Ct))).Problem.Code);

        await _host.Pando.KillDaemonAsync();
        await _host.Pando.StartDaemonAsync(Ct);
        var known = Assert.Single(await _host.Pando.Client.ListFilterBindingsAsync(Ct));
        Assert.Equal(("tap9", "no-mac-spoofing", "other", "52:54:00:00:00:09"), (known.Port, known.Filter, known.Machine, known.Mac));
        Assert.Contains("tap9", (await _host.Pando.CliAsync("nwfilter-binding-list")).Output, StringComparison.Ordinal);
        var xml = (await _host.Pando.CliAsync("nwfilter-binding-dumpxml", "tap9")).Output.Replace('\'', '"');
        Assert.Contains("<uuid>7a4b1c2d-0001-4002-8003-000000000004</uuid>", xml, StringComparison.Ordinal);
        Assert.Contains("<parameter name=\"IP\" value=\"10.9.0.9\"/>", xml, StringComparison.Ordinal);

        Assert.Equal(0, (await _host.Pando.CliAsync("nwfilter-binding-delete", "tap9")).ExitCode);
        Assert.Empty(await _host.Pando.Client.ListFilterBindingsAsync(Ct));
        Assert.DoesNotContain("tap9", await _host.InsideAsync("nft", "list", "ruleset"), StringComparison.Ordinal);
        Assert.Equal("nwfilter.no-binding", (await Assert.ThrowsAsync<PandoProblemException>(() => _host.Pando.Client.DeleteFilterBindingAsync("tap9", Ct))).Problem.Code);
    }
}
