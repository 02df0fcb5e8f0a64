using Microsoft.Extensions.Logging.Abstractions;
using Pando.Domains.Driving;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Domains.Tests.Driving;

public sealed class DomainDriverTests : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(10);
    private readonly FakeOperations _operations = new();
    private readonly DomainDriver _driver;

    public DomainDriverTests() => _driver = Drive(persistent: true);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _driver.RetireAsync();
        _operations.Dispose();
    }

    [Fact]
    public async Task A_start_and_a_destroy_come_full_circle()
    {
        var started = await _driver.Request(new StartRequest(), Caller.Daemon).Completion.WaitAsync(Limit);
        Assert.Equal(DomainPhase.Running, started.State.Phase);
        Assert.NotNull(started.Live);

        var stopped = await _driver.Request(new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Limit);
        Assert.Equal(DomainPhase.Off, stopped.State.Phase);
        Assert.Equal(DomainPhaseReason.Destroyed, stopped.State.Reason);
        Assert.Null(stopped.Live);
    }

    [Fact]
    public async Task Requests_are_done_one_after_the_other_in_their_order()
    {
        var go = new TaskCompletionSource();
        await StartAsync();
        _operations.Gate = (_, _) => go.Task;
        var tasks = new[] { _driver.Request(new SuspendRequest(), Caller.Daemon), _driver.Request(new ResumeRequest(), Caller.Daemon), _driver.Request(new ResetRequest(), Caller.Daemon) };
        go.SetResult();
        await Task.WhenAll(tasks.Select(task => task.Completion)).WaitAsync(Limit);
        Assert.Equal(["Start", "Suspend", "Resume", "Reset"], _operations.Done);
    }

    [Fact]
    public async Task A_second_start_is_refused_at_once_while_the_first_is_under_way()
    {
        var go = new TaskCompletionSource();
        _operations.Gate = (_, _) => go.Task;
        var first = _driver.Request(new StartRequest(), Caller.Daemon);
        var refusal = Assert.Throws<CallerException>(() => _driver.Request(new StartRequest(), Caller.Daemon));
        Assert.Equal(ErrorCodes.Domain.IsStarting, refusal.Code);
        go.SetResult();
        await first.Completion.WaitAsync(Limit);
    }

    [Fact]
    public async Task A_destroy_cancels_a_start_that_hangs()
    {
        var begun = new TaskCompletionSource();
        _operations.Gate = async (request, cancelled) =>
        {
            if (request is StartRequest)
            {
                begun.SetResult();
                await Task.Delay(Timeout.Infinite, cancelled);
            }
        };
        var start = _driver.Request(new StartRequest(), Caller.Daemon);
        await begun.Task.WaitAsync(Limit);
        var stopped = await _driver.Request(new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Limit);
        Assert.Equal(DomainPhase.Off, stopped.State.Phase);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.Completion);
    }

    [Fact]
    public async Task A_process_that_ends_by_itself_is_cleaned_up_after()
    {
        await StartAsync();
        _operations.LastProcess.Handle.Signal(9);
        await UntilAsync(state => state is { Phase: DomainPhase.Off, Reason: DomainPhaseReason.Crashed });
        Assert.Contains("CleanUp", _operations.Done);
        Assert.Null(_driver.View.Live);
    }

    [Fact]
    public async Task A_process_that_ends_during_an_operation_is_cleaned_up_after_it()
    {
        await StartAsync();
        var begun = new TaskCompletionSource();
        _operations.Gate = async (_, cancelled) =>
        {
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancelled);
        };
        var suspend = _driver.Request(new SuspendRequest(), Caller.Daemon);
        await begun.Task.WaitAsync(Limit);
        _operations.LastProcess.Handle.Signal(9);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => suspend.Completion.WaitAsync(Limit));
        await UntilAsync(state => state.Phase == DomainPhase.Off);
    }

    [Fact]
    public async Task A_start_that_fails_leaves_the_machine_off_and_says_why()
    {
        _operations.Gate = (_, _) => throw new CallerException(ErrorCodes.Domain.NoFirmware, ("name", "one"), ("machine", "q35"));
        await Assert.ThrowsAsync<CallerException>(() => _driver.Request(new StartRequest(), Caller.Daemon).Completion.WaitAsync(Limit));
        Assert.Equal(DomainPhase.Off, _driver.View.State.Phase);
        Assert.Contains("firmware", _driver.View.State.LastFailure, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Undefining_a_running_machine_makes_it_transient_and_its_end_ends_it()
    {
        await StartAsync();
        var view = await _driver.Request(new UndefineRequest(), Caller.Daemon).Completion.WaitAsync(Limit);
        Assert.False(view.Persistent);
        Assert.Equal(DomainPhase.Running, view.State.Phase);
        await _driver.Request(new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Limit);
        Assert.Same(_driver, await _operations.GoneWith.Task.WaitAsync(Limit));
    }

    [Fact]
    public async Task An_undefine_of_a_version_that_was_read_is_refused_for_another_one()
    {
        var before = _driver.View;
        var refusal = Assert.Throws<CallerException>(() => _driver.Request(new UndefineRequest(ExpectedVersion: before.Version + 1), Caller.Daemon));
        Assert.Equal(ErrorCodes.Domain.ChangedMeanwhile, refusal.Code);
        Assert.Same(before, _driver.View);
    }

    [Fact]
    public async Task An_undefine_that_waits_for_its_turn_looks_at_the_version_again()
    {
        await StartAsync();
        var go = new TaskCompletionSource();
        _operations.Gate = (_, _) => go.Task;
        var version = _driver.View.Version;
        var first = _driver.Request(new SuspendRequest(), Caller.Daemon);
        var undefine = _driver.Request(new UndefineRequest(ExpectedVersion: version), Caller.Daemon);
        await _driver.RedefinedAsync(_driver.View.Asked!, version + 1, autostart: false).WaitAsync(Limit);
        go.SetResult();
        await first.Completion.WaitAsync(Limit);
        var refusal = await Assert.ThrowsAsync<CallerException>(() => undefine.Completion.WaitAsync(Limit));
        Assert.Equal(ErrorCodes.Domain.ChangedMeanwhile, refusal.Code);
        Assert.True(_driver.View.Persistent);
    }

    [Fact]
    public async Task A_thousand_requests_at_once_are_each_done_or_refused_by_name()
    {
        await StartAsync();
        var outcomes = await Task.WhenAll(Enumerable.Range(0, 1000).Select(number => Task.Run(async () =>
        {
            DomainRequest request = (number % 4) switch { 0 => new SuspendRequest(), 1 => new ResumeRequest(), 2 => new ResetRequest(), _ => new ShutdownRequest() };
            try
            {
                await _driver.Request(request, Caller.Daemon).Completion.WaitAsync(Limit);
                return "done";
            }
            catch (CallerException e)
            {
                return e.Code.Name;
            }
        })));
        Assert.Equal(1000, outcomes.Length);
        Assert.Contains("done", outcomes);
        Assert.All(outcomes.Distinct(), outcome =>
            Assert.Contains(outcome, new[] { "done", "domain.already-paused", "domain.not-paused", "domain.is-paused", "domain.queue-full" }));
    }

    [Fact]
    public async Task A_destroy_finds_room_in_a_full_queue()
    {
        await StartAsync();
        _operations.Gate = (_, cancelled) => Task.Delay(Timeout.Infinite, cancelled);
        var waiting = new List<DomainTask>();
        var refusal = Record.Exception(() =>
        {
            for (var number = 0; number < 1000; number++)
            {
                waiting.Add(_driver.Request(new ResetRequest(), Caller.Daemon));
            }
        });
        Assert.Equal(ErrorCodes.Domain.QueueFull, Assert.IsType<CallerException>(refusal).Code);
        _operations.Gate = (_, _) => Task.CompletedTask;
        var stopped = await _driver.Request(new DestroyRequest(), Caller.Daemon).Completion.WaitAsync(Limit);
        Assert.Equal(DomainPhase.Off, stopped.State.Phase);
        foreach (var task in waiting)
        {
            await Assert.ThrowsAnyAsync<Exception>(() => task.Completion.WaitAsync(Limit));
        }
    }

    [Fact]
    public async Task Reading_does_not_wait_for_an_operation_that_hangs()
    {
        _operations.Gate = (_, cancelled) => Task.Delay(Timeout.Infinite, cancelled);
        var start = _driver.Request(new StartRequest(), Caller.Daemon);
        await UntilAsync(state => state.Phase == DomainPhase.Starting);
        Assert.Equal("one", _driver.View.Name);
        _ = _driver.Request(new DestroyRequest(), Caller.Daemon);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.Completion.WaitAsync(Limit));
    }

    private async Task StartAsync() => await _driver.Request(new StartRequest(), Caller.Daemon).Completion.WaitAsync(Limit);

    private async Task UntilAsync(Predicate<DomainState> condition)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (!condition(_driver.View.State))
        {
            limit.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private DomainDriver Drive(bool persistent)
    {
        var definition = new DomainDefinition { Id = DomainId.New(), Name = "one", MemoryKiB = 1024, CurrentMemoryKiB = 1024, Vcpus = 1, VcpusCurrent = 1 };
        var off = new DomainState(DomainPhase.Off, DomainPhaseReason.Unknown, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch);
        var view = new DomainView(definition.Id, "one", persistent ? definition : null, 1, null, off, false) { Transient = persistent ? null : definition };
        return new DomainDriver(view, null, TimeProvider.System, NullLogger.Instance, _operations);
    }
}
