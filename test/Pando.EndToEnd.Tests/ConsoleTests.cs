using Pando.Api.Client;
using Pando.Api.Machines;
using Pando.Api.Problems;

namespace Pando.EndToEnd.Tests;

/// <summary>A console is one viewer's: others are refused, or take it by force and the first is told.</summary>
public sealed class ConsoleTests : IAsyncLifetime
{
    private readonly byte[] _buffer = new byte[4096];
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _pando = await Instance.StartAsync(cancellationToken: Ct);
        await _pando.Client.DefineAsync(Machines.Empty("looked-at"), Ct);
        await _pando.Client.StartAsync("looked-at", paused: true, Ct);
    }

    public ValueTask DisposeAsync() => _pando.DisposeAsync();

    [Fact]
    public async Task A_second_viewer_is_refused_and_told_how_to_take_it()
    {
        using var first = await OpenAsync();
        await InUseAsync(true);
        var problem = (await Assert.ThrowsAsync<PandoProblemException>(() => OpenAsync())).Problem;
        Assert.Equal(("domain.console-in-use", 409), (problem.Code, problem.Status));
        Assert.Equal("Somebody else is connected to console 'serial0' of machine 'looked-at'.", problem.Detail);

        var told = await _pando.CliAsync("console", "looked-at");
        Assert.Equal(4, told.ExitCode);
        Assert.Contains("Somebody else is connected", told.Error, StringComparison.Ordinal);
        Assert.Contains("pando console looked-at --force", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_console_taken_by_force_is_closed_for_the_first_with_the_reason()
    {
        using var first = await OpenAsync();
        using var second = await OpenAsync(force: true);
        while (await first.ReadAsync(_buffer, Ct).AsTask().WaitAsync(Instance.Limit, Ct) > 0)
        {
        }
        Assert.True(first.WasTakenOver);
        Assert.Equal("taken over", first.CloseReason);

        // The second one has it: it is still in use once the first has gone.
        first.Dispose();
        await InUseAsync(true);
        Assert.Equal("domain.console-in-use", (await Assert.ThrowsAsync<PandoProblemException>(() => OpenAsync())).Problem.Code);
    }

    [Fact]
    public async Task The_command_line_says_that_its_console_was_taken()
    {
        var watching = _pando.CliAsync("console", "looked-at");
        await InUseAsync(true);
        using var second = await OpenAsync(force: true);
        var told = await watching.WaitAsync(Instance.Limit, Ct);
        Assert.Equal(4, told.ExitCode);
        Assert.Contains("Somebody else took the console of 'looked-at'", told.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_console_that_was_just_left_is_free_at_once()
    {
        for (var turn = 0; turn < 10; turn++)
        {
            using var console = await OpenAsync();
        }
        await InUseAsync(false);
    }

    private Task<ConsoleConnection> OpenAsync(bool force = false) => _pando.Client.OpenConsoleAsync("looked-at", force: force, cancellationToken: Ct);

    private Task<Machine> InUseAsync(bool inUse) =>
        _pando.UntilAsync("looked-at", machine => machine.Consoles is { Count: > 0 } consoles && consoles.All(console => console.InUse == inUse));
}
