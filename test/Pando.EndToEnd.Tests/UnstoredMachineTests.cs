using Pando.Api.Machines;

namespace Pando.EndToEnd.Tests;

/// <summary>Machines that run without a stored definition are told of to their end.</summary>
public sealed class UnstoredMachineTests : IAsyncLifetime
{
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => _pando = await Instance.StartAsync(cancellationToken: Ct);

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_transient_machine_that_was_taken_up_can_be_destroyed()
    {
        await _pando.Client.CreateAsync(Machines.Empty("passing"), paused: true, Ct);
        await _pando.KillDaemonAsync();
        await _pando.StartDaemonAsync(Ct);
        Assert.Equal(MachinePhase.ShutOff, (await _pando.Client.DestroyAsync("passing", cancellationToken: Ct)).State.Phase);
        Assert.Empty(await _pando.Client.ListMachinesAsync(cancellationToken: Ct));
        Assert.Empty(_pando.OtherProcesses());
    }

    [Fact]
    public async Task A_machine_that_was_undefined_while_it_ran_can_be_destroyed()
    {
        await _pando.Client.DefineAsync(Machines.Empty("removed"), Ct);
        await _pando.Client.StartAsync("removed", paused: true, Ct);
        await _pando.Client.UndefineAsync("removed", cancellationToken: Ct);
        Assert.Equal(MachinePhase.ShutOff, (await _pando.Client.DestroyAsync("removed", cancellationToken: Ct)).State.Phase);
        Assert.Empty(_pando.OtherProcesses());
    }
}
