using System.Text;
using Pando.Testing;

namespace Pando.EndToEnd.Tests.Networks;

/// <summary>Networks in the trash: shown, brought back, deleted for good.</summary>
[Trait("Speed", "Slow")]
public sealed class NetworkTrashTests : IAsyncLifetime
{
    private const string Lab = "<network><name>lab</name><forward mode='user'/><metadata><note xmlns='urn:x'>first</note></metadata></network>";

    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_network_comes_back_as_it_was_or_under_another_name_and_goes_for_good()
    {
        var lab = await DefineAsync();
        await _pando.Client.SetNetworkAutostartAsync("lab", true, Ct);
        Assert.Equal(0, (await _pando.CliAsync("net-undefine", "lab")).ExitCode);
        Assert.Empty(await _pando.Client.ListNetworksAsync(Ct));
        var item = Assert.Single(await _pando.Client.ListTrashAsync(Ct));
        Assert.Equal(("network", "lab", lab.Id.ToString()), (item.Kind, item.Name, item.SubjectId));
        Assert.Contains("network", (await _pando.CliAsync("trash", "list")).Output, StringComparison.Ordinal);

        // Another one has its name meanwhile.
        await DefineAsync();
        Assert.Equal("network.name-taken", (await Assert.ThrowsAsync<Api.Problems.PandoProblemException>(() => _pando.Client.RestoreNetworkAsync("lab", cancellationToken: Ct))).Problem.Code);
        Assert.Equal(0, (await _pando.CliAsync("trash", "restore", "lab", "--name", "old")).ExitCode);
        var old = await _pando.Client.GetNetworkAsync("old", Ct);
        Assert.Equal((lab.Id, true, true), (old.Id, old.Autostart, old.Persistent));
        Assert.Empty(await _pando.Client.ListTrashAsync(Ct));

        // The next daemon knows both, and what is in the trash.
        await _pando.Client.UndefineNetworkAsync("lab", Ct);
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        Assert.Equal("old", Assert.Single(await _pando.Client.ListNetworksAsync(Ct)).Name);
        await _pando.Client.PurgeAsync("lab", Ct);
        Assert.Empty(await _pando.Client.ListTrashAsync(Ct));
    }

    [Fact]
    public async Task One_that_was_active_when_it_was_undefined_is_whole_again_and_the_trash_is_emptied_of_all_kinds()
    {
        var lab = await DefineAsync();
        await _pando.Client.StartNetworkAsync("lab", Ct);
        await _pando.Client.UndefineNetworkAsync("lab", Ct);
        Assert.False((await _pando.Client.GetNetworkAsync("lab", Ct)).Persistent);
        var back = await _pando.Client.RestoreNetworkAsync("lab", cancellationToken: Ct);
        Assert.Equal((lab.Id, true, "active"), (back.Id, back.Persistent, back.State));
        Assert.Equal("inactive", (await _pando.Client.StopNetworkAsync("lab", Ct)).State);
        Assert.True((await _pando.Client.GetNetworkAsync("lab", Ct)).Persistent);

        await _pando.Client.DefineAsync(Machines.Empty("lab"), Ct);
        await _pando.Client.UndefineAsync("lab", cancellationToken: Ct);
        await _pando.Client.UndefineNetworkAsync("lab", Ct);
        // Two of one name and of two kinds: neither is guessed.
        Assert.Contains("(network)", (await Assert.ThrowsAsync<Api.Problems.PandoProblemException>(() => _pando.Client.PurgeAsync("lab", Ct))).Message, StringComparison.Ordinal);
        await _pando.Client.EmptyTrashAsync(Ct);
        Assert.Empty(await _pando.Client.ListTrashAsync(Ct));
    }

    private Task<Api.Networks.Network> DefineAsync() => _pando.Client.DefineNetworkAsync(Encoding.UTF8.GetBytes(Lab), Ct);
}
