using Pando.Api.Jobs;
using Pando.EndToEnd.Tests.Faults;
using Pando.TestNamespaces;

namespace Pando.EndToEnd.Tests;

/// <summary>Every kind of job fails, and dies, at every step: nothing is left of it, and the next request works.</summary>
[Trait("Speed", "Slow")]
public sealed class FaultMatrixTests : IAsyncLifetime
{
    private static readonly string[] Moments = ["BeforeDo", "AfterDo"];

    private NamedNetwork _network = null!;
    private FaultyInstance _faulty = null!;
    private string _clean = "";
    private string _finished = "";
    private string _last = "";
    private IReadOnlyList<string> _steps = [];

    public static TheoryData<string> Kinds => [.. Scenario.All.Select(scenario => scenario.Kind)];

    public async ValueTask InitializeAsync()
    {
        _network = NamedNetwork.Make();
        _network.Ip("link", "add", Scenario.Bridge, "type", "bridge");
        _faulty = await FaultyInstance.StartAsync((root, program) => _network.Wrap(root, WithGroups(root, program)));
    }

    public async ValueTask DisposeAsync()
    {
        if (_faulty is not null)
        {
            await _faulty.DisposeAsync();
        }
        _network.Dispose();
    }

    /// <summary>Writes a program that starts another one where control groups of version 2 are.</summary>
    private static string WithGroups(string folder, string program)
    {
        var path = Path.Combine(folder, "with-groups");
        File.WriteAllText(path, $"#!/bin/sh\nexec unshare --mount /bin/sh -c 'mount -t cgroup2 cgroup2 {HostTraces.Groups} && exec \"$0\" \"$@\"' '{program}' \"$@\"\n");
        File.SetUnixFileMode(path, (UnixFileMode)0b111_101_101);
        return path;
    }

    private Task<string> TracesAsync() => _faulty.Pando.TracesAsync(_network);

    /// <summary>As it is when nothing of it changes any more, with a limit: QEMU closes a disk that was pulled out in its own time.</summary>
    private async Task<string> SettledAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Instance.Limit);
        var before = await TracesAsync();
        while (true)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(300), limit.Token);
            var now = await TracesAsync();
            if (now == before)
            {
                return now;
            }
            before = now;
        }
    }

    private Task<string?> DifferenceAsync(params string[] wanted) => _faulty.Pando.DifferenceAsync(_network, wanted);

    /// <summary>What is not looked at could be left without anybody seeing it.</summary>
    [Fact]
    public async Task All_that_a_machine_takes_is_looked_at()
    {
        var scenario = Scenario.Of("machine.start");
        await scenario.Prepare(_faulty.Pando);
        var without = (await TracesAsync()).Split('\n');
        await scenario.Request(_faulty.Pando);

        var taken = (await TracesAsync()).Split('\n').Except(without).ToList();

        foreach (var kind in (string[])["control group ", "device ", "lock on lib/images/struck.img", "process qemu-system", "file run/domains/", "folder run/domains/"])
        {
            Assert.Contains(taken, line => line.StartsWith(kind, StringComparison.Ordinal));
        }
        await Scenario.ClearAsync(_faulty.Pando);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_step_that_fails_leaves_nothing(string kind)
    {
        var scenario = Scenario.Of(kind);
        var found = new List<string>();
        foreach (var step in await GoodRunAsync(scenario))
        {
            foreach (var moment in Moments)
            {
                var fault = $"{kind}/{step}/{moment}/throw";
                await CaseAsync(scenario, [fault], found, async () =>
                {
                    var before = await TracesAsync();
                    _faulty.Order(fault);
                    var told = await FaultyInstance.FailureOfAsync(() => scenario.Request(_faulty.Pando));
                    if (told is null && !scenario.Resumes)
                    {
                        found.Add($"{fault}: the caller was told that it went well");
                    }
                    return before;
                });
            }
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_daemon_that_dies_at_a_step_leaves_nothing(string kind)
    {
        var scenario = Scenario.Of(kind);
        var found = new List<string>();
        foreach (var step in await GoodRunAsync(scenario))
        {
            foreach (var moment in Moments)
            {
                await DieAsync(scenario, [$"{kind}/{step}/{moment}/kill"], found);
            }
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_daemon_that_dies_while_it_undoes_leaves_nothing(string kind)
    {
        var scenario = Scenario.Of(kind);
        var found = new List<string>();
        var steps = await GoodRunAsync(scenario);
        foreach (var step in steps)
        {
            foreach (var moment in new[] { "BeforeUndo", "AfterUndo" })
            {
                await DieAsync(scenario, [$"{kind}/{steps[^1]}/BeforeDo/throw", $"{kind}/{step}/{moment}/kill"], found);
            }
        }
        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    private Task DieAsync(Scenario scenario, string[] faults, List<string> found) =>
        CaseAsync(scenario, faults, found, async () =>
        {
            var before = await TracesAsync();
            _faulty.Order(faults);
            if (await FaultyInstance.FailureOfAsync(() => scenario.Request(_faulty.Pando)) is null)
            {
                found.Add($"{faults[^1]}: the caller was told that it went well");
            }
            if (_faulty.Pending().Count > 0)
            {
                found.Add($"{faults[^1]}: did not strike");
                return before;
            }
            await _faulty.RestartAsync();
            return before;
        });

    /// <summary>What a good run leaves is the clean state; what it passes are the steps.</summary>
    private async Task<IReadOnlyList<string>> GoodRunAsync(Scenario scenario)
    {
        await scenario.Prepare(_faulty.Pando);
        await scenario.Request(_faulty.Pando);
        _finished = await SettledAsync();
        var job = (await _faulty.Client.ListJobsAsync(cancellationToken: TestContext.Current.CancellationToken)).First(job => job.Kind == scenario.Kind);
        var steps = _faulty.PassedSteps(scenario.Kind);
        Assert.Equal(job.Progress.StepCount, steps.Count);
        _last = steps[^1];
        _steps = steps;
        await Scenario.ClearAsync(_faulty.Pando);
        _clean = await TracesAsync();
        return steps;
    }

    /// <summary>Prepares, lets it fail, compares, asks the same again, and clears.</summary>
    private async Task CaseAsync(Scenario scenario, string[] faults, List<string> found, Func<Task<string>> strike)
    {
        var name = string.Join(" + ", faults);
        try
        {
            await scenario.Prepare(_faulty.Pando);
            var before = await strike();
            if (await DifferenceAsync(Allowed(scenario, name, before)) is { } difference)
            {
                found.Add($"{name}: {difference}");
            }
            if (await StuckAsync() is { } stuck)
            {
                found.Add($"{name}: stuck: {stuck}");
            }
            await AgainAsync(scenario);
            await Scenario.ClearAsync(_faulty.Pando);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            found.Add($"{name}: {e.Message}");
            _faulty.Order();
            if (_faulty.Pando.Daemon.HasExited)
            {
                await _faulty.RestartAsync();
            }
            await Scenario.ClearAsync(_faulty.Pando);
        }
        if (await DifferenceAsync(_clean) is { } left)
        {
            found.Add($"{name}: after all is removed: {left}");
        }
    }

    /// <summary>What may be found afterwards.</summary>
    private string[] Allowed(Scenario scenario, string faults, string before)
    {
        if (scenario.Resumes)
        {
            // A kill alone is gone through with. What threw is told as failed, and may be either.
            return faults.Contains("/throw", StringComparison.Ordinal) ? [before, _finished] : [_finished];
        }
        if (scenario.ForwardFrom is { } forward && IsBehind(forward, faults))
        {
            return faults.Contains("/throw", StringComparison.Ordinal) ? [before, _finished] : [_finished];
        }
        return scenario.EndsForGood && faults.Contains($"/{_last}/AfterDo/", StringComparison.Ordinal) ? [before, _finished] : [before];
    }

    private bool IsBehind(string forward, string faults) =>
        _steps.SkipWhile(step => step != forward).Any(step => faults.Contains($"/{step}/", StringComparison.Ordinal));

    /// <summary>What was gone through with is not asked again: the thing it ended is gone already.</summary>
    private async Task AgainAsync(Scenario scenario)
    {
        var told = await FaultyInstance.FailureOfAsync(() => scenario.Request(_faulty.Pando));
        if (told is not null && !((scenario.Resumes || scenario.EndsForGood || scenario.ForwardFrom is not null) && IsDoneAlready(told)))
        {
            throw new InvalidOperationException($"asked again: {told.Message}", told);
        }
    }

    private static bool IsDoneAlready(Exception told) =>
        told is Api.Problems.PandoProblemException { Problem.Code: "domain.not-running" or "domain.already-running" or "domain.no-such-device" or "domain.not-in-trash" or "storage.volume-not-found" or "image.not-found" };

    private async Task<string?> StuckAsync() =>
        (await _faulty.Client.ListJobsAsync(cancellationToken: TestContext.Current.CancellationToken))
            .FirstOrDefault(job => job.Phase == JobPhase.Stuck)?.Failure?.Detail;
}
