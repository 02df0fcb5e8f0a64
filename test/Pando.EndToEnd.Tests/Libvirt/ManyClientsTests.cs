using Pando.Libvirt;
using Pando.Libvirt.Protocol;

namespace Pando.EndToEnd.Tests.Libvirt;

/// <summary>Two hundred of libvirt's clients at once, while machines start and stop.</summary>
[Trait("Speed", "Slow")]
public sealed class ManyClientsTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int Clients = 200;
    private const int Machines = 4;
    private const int Rounds = 3;

    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        for (var i = 0; i < Machines; i++)
        {
            await _pando.Client.DefineAsync(EndToEnd.Tests.Machines.Empty($"m{i}"), Ct);
        }
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task None_is_refused_and_none_waits_for_long()
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var clients = Enumerable.Range(0, Clients).Select(_ => LookAsync(over.Token)).ToList();
        await Task.WhenAll(Enumerable.Range(0, Machines).Select(StartAndStopAsync));
        await over.CancelAsync();
        var rounds = await Task.WhenAll(clients);
        output.WriteLine($"rounds of each: from {rounds.Min()} to {rounds.Max()}");
        // All the same work for all: who had a tenth of what others had was starved.
        Assert.True(rounds.Min() > rounds.Max() / 10, $"rounds of each: from {rounds.Min()} to {rounds.Max()}");
    }

    private async Task StartAndStopAsync(int number)
    {
        for (var i = 0; i < Rounds; i++)
        {
            await _pando.Client.StartAsync($"m{number}", paused: true, Ct);
            await _pando.Client.DestroyAsync($"m{number}", cancellationToken: Ct);
        }
    }

    /// <summary>Lists the machines and asks for each, again and again; how often.</summary>
    private async Task<int> LookAsync(CancellationToken cancellationToken)
    {
        await using var client = await LibvirtClient.ConnectAsync(Path.Combine(_pando.Root, "run", "libvirt", "libvirt-sock"), Ct);
        await client.OpenAsync("qemu:///system", cancellationToken: Ct);
        var rounds = 0;
        for (; !cancellationToken.IsCancellationRequested; rounds++)
        {
            var all = await client.CallAsync(RemoteProgram.ConnectListAllDomains, new ConnectListAllDomainsArgs(1, 0), Ct);
            Assert.Equal(Machines, all.Domains.Count);
            foreach (var machine in all.Domains)
            {
                await client.CallAsync(RemoteProgram.DomainGetInfo, new DomainGetInfoArgs(machine), Ct);
            }
        }
        return rounds;
    }
}
