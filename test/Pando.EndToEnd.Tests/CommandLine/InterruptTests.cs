using System.Globalization;
using Pando.Api.Images;
using Pando.Api.Jobs;
using Pando.Api.Machines;
using Pando.Cli.Tests.Harness;
using Pando.EndToEnd.Tests.Faults;
using Pando.Linux.Spawn;

namespace Pando.EndToEnd.Tests.CommandLine;

/// <summary>
/// Ctrl-C in every command that can take long: it ends with 130, says what goes on in the daemon, and what it owned is
/// undone there without a trace.
/// </summary>
[Trait("Speed", "Slow")]
public sealed class InterruptTests : IAsyncLifetime
{
    private const string Cancelled = "Cancelling; what was done is being undone. Ctrl-C again leaves at once.\n";
    private const string Undone = "Cancelled; everything that was done is undone.\n";
    private const string GoesOn = "pandod goes on with it; 'pando job list --active' shows how far it is.\n";
    private readonly CliAround _around = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("pando-e2e-").FullName;
    private HangingQemu _qemu = null!;
    private Instance _pando = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        _qemu = HangingQemu.In(_folder);
        _pando = await Instance.StartAsync(environment: new Dictionary<string, string>
        {
            ["PANDOD_QEMU_BINARY"] = _qemu.Program,
            // A script that looks into the test's folder.
            ["PANDOD_CONFINEMENT_LANDLOCK"] = "no",
            ["PANDOD_CONFINEMENT_MOUNTS"] = "no",
        }, cancellationToken: Ct);
        _around.With("PANDO_HOST", $"unix:{_pando.Socket}");
    }

    public async ValueTask DisposeAsync()
    {
        await _pando.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private PandoProcess Start(string line) => PandoProcess.Start(_around, line.Split(' '));

    private static async Task<int> InterruptAsync(PandoProcess pando)
    {
        pando.Send("INT");
        return await pando.ExitAsync();
    }

    [Fact]
    public async Task An_import_is_cancelled_and_leaves_the_server_and_the_store_alone()
    {
        var before = await _pando.TracesAsync();
        using var server = new SlowServer();
        await using var pando = Start($"image import {server.Url} --name slow");
        await pando.SaysAsync("1 MiB");
        Assert.Equal(130, await InterruptAsync(pando));
        Assert.Contains(Cancelled, pando.Error, StringComparison.Ordinal);
        Assert.EndsWith(Undone, pando.Error, StringComparison.Ordinal);
        await server.Left.WaitAsync(Instance.Limit, Ct);
        Assert.Equal(JobPhase.Cancelled, Assert.Single(await _pando.Client.ListJobsAsync(cancellationToken: Ct)).Phase);
        Assert.Null(await DifferenceAsync(before, "lib/cache/work"));
    }

    /// <summary>A daemon that is stopped takes no more than its socket holds: the rest waits in the command.</summary>
    [Fact]
    public async Task An_upload_is_broken_off_and_nothing_of_it_is_kept()
    {
        var before = await _pando.TracesAsync();
        var path = Path.Combine(_folder, "big.img");
        await using (var file = File.Create(path))
        {
            file.SetLength(1L << 30);
        }
        using var daemon = PidFd.Open(_pando.DaemonPid);
        daemon.Signal(19);
        await using var pando = Start($"image import {path}");
        await pando.SaysAsync("sending the file");
        Assert.Equal(130, await InterruptAsync(pando));
        Assert.EndsWith("Broken off; pandod keeps nothing of the file.\n", pando.Error, StringComparison.Ordinal);
        daemon.Signal(18);
        Assert.Null(await DifferenceAsync(before, "lib/cache/uploads"));
        Assert.Empty(await _pando.Client.ListJobsAsync(cancellationToken: Ct));
    }

    /// <summary>The folders that work is done in may stay, empty.</summary>
    private Task<string?> DifferenceAsync(string before, string folder)
    {
        var lines = before.Split('\n').Append(Traces.Line(_pando.Root, new DirectoryInfo(Path.Combine(_pando.Root, folder)))).Distinct().Order(StringComparer.Ordinal);
        return _pando.DifferenceAsync(before, string.Join('\n', lines));
    }

    [Fact]
    public async Task An_installation_is_cancelled_and_its_disks_and_definition_are_gone()
    {
        await _pando.Client.DefineAsync(Machines.Empty("before"), Ct);
        await _pando.Client.StartAsync("before", paused: true, Ct);
        await _pando.Client.DestroyAsync("before", cancellationToken: Ct);
        var before = await _pando.TracesAsync();
        _qemu.HangFromNowOn();
        await using var pando = Start("install --name web1 --disk size=1 --boot network --graphics none --noautoconsole");
        await pando.SaysAsync("[3/3] starting");
        Assert.Equal(130, await InterruptAsync(pando));
        Assert.EndsWith(Undone, pando.Error, StringComparison.Ordinal);
        Assert.Null(await _pando.DifferenceAsync(before));
    }

    [Fact]
    public async Task Waiting_for_the_end_of_an_installation_ends_and_the_machine_runs_on()
    {
        await using var pando = Start("install --name web1 --disk none --boot network --graphics none --noautoconsole --wait");
        await pando.SaysAsync("waiting until 'web1' is off");
        Assert.Equal(130, await InterruptAsync(pando));
        Assert.EndsWith("Machine 'web1' runs on; only the waiting has ended.\n", pando.Error, StringComparison.Ordinal);
        Assert.Equal(MachinePhase.Running, (await _pando.Client.GetMachineAsync("web1", Ct)).State.Phase);
    }

    [Fact]
    public async Task A_change_goes_on_without_the_one_who_asked_for_it()
    {
        await _pando.Client.DefineAsync(Machines.Empty("slow"), Ct);
        await _pando.Client.StartAsync("slow", paused: true, Ct);
        await _pando.Client.DestroyAsync("slow", cancellationToken: Ct);
        _qemu.HangFromNowOn();
        await using var pando = Start("start slow");
        await _pando.UntilAsync("slow", now => now.State.Phase == MachinePhase.Starting);
        Assert.Equal((130, GoesOn), (await InterruptAsync(pando), pando.Error));
        Assert.Equal(MachinePhase.Starting, (await _pando.Client.GetMachineAsync("slow", Ct)).State.Phase);
    }

    [Fact]
    public async Task A_job_that_is_waited_for_goes_on_and_is_named()
    {
        using var server = new SlowServer();
        var job = await _pando.Client.StartImageImportAsync(new ImageImportRequest { Name = "slow", Source = server.Url }, Ct);
        await using var pando = Start($"job wait {job.Id}");
        await pando.SaysAsync("[");
        Assert.Equal(130, await InterruptAsync(pando));
        Assert.EndsWith($"Job {job.Id} goes on; 'pando job wait {job.Id}' waits for it again, 'pando job cancel {job.Id}' undoes it.\n", pando.Error, StringComparison.Ordinal);
        Assert.Equal(JobPhase.Running, (await _pando.Client.GetJobAsync(job.Id, cancellationToken: Ct)).Phase);
        Assert.Equal((0, "Cancelled; everything that was done is undone.\n"), await CancelAsync(job.Id));
    }

    private async Task<(int ExitCode, string Output)> CancelAsync(string job)
    {
        var run = await _pando.CliAsync("job", "cancel", job);
        return (run.ExitCode, run.Output);
    }

    [Fact]
    public async Task Following_events_ends_in_silence_and_frees_its_place()
    {
        await using var pando = Start("event --loop");
        await EventAsync(pando);
        Assert.Equal((130, ""), (await InterruptAsync(pando), pando.Error));
    }

    /// <summary>Events come from when the stream is open: machines are defined until one shows.</summary>
    private async Task EventAsync(PandoProcess pando)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        limit.CancelAfter(Instance.Limit);
        for (var number = 0; !pando.Out.Contains("definition.changed", StringComparison.Ordinal); number++)
        {
            await _pando.Client.DefineAsync(Machines.Empty($"seen{number}"), limit.Token);
            await Task.Delay(50, limit.Token);
        }
    }

    [Fact]
    public async Task A_console_is_left_its_terminal_as_before_and_the_machine_running()
    {
        await _pando.Client.DefineAsync(Machines.Empty("talking"), Ct);
        await _pando.Client.StartAsync("talking", cancellationToken: Ct);
        await using var pando = PandoProcess.StartInTerminal(
            _around,
            $"cd {_folder}; stty -a > before; sh -c 'echo $$ > pid; exec env --default-signal=INT {PandoProcess.Path} console talking'; echo status=$?; stty -a > after");
        await pando.SaysAsync("Connected to 'talking'.");
        Signal.Send("INT", int.Parse(await File.ReadAllTextAsync(Path.Combine(_folder, "pid"), Ct), CultureInfo.InvariantCulture));
        await pando.SaysAsync("status=130");
        await pando.ExitAsync();
        Assert.Equal(await File.ReadAllTextAsync(Path.Combine(_folder, "before"), Ct), await File.ReadAllTextAsync(Path.Combine(_folder, "after"), Ct));
        Assert.Equal(MachinePhase.Running, (await _pando.Client.GetMachineAsync("talking", Ct)).State.Phase);

        // Nobody holds the console any more.
        await using var again = Start("console talking");
        await again.SaysAsync("Connected to 'talking'.");
        Assert.Equal(130, await InterruptAsync(again));
    }

    /// <summary>As the first step of many minutes: packages are fetched and unpacked by a tree of programs.</summary>
    [Fact, Trait("Speed", "Slow")]
    public async Task Building_an_image_is_cancelled_with_all_its_programs_mounts_and_files()
    {
        Assert.SkipUnless(Environment.UserName == "root", "only root can build an image");
        var before = await _pando.TracesAsync();
        await using var pando = Start("image build debian-12");
        await pando.SaysAsync("[2/");
        Assert.Equal(130, await InterruptAsync(pando));
        Assert.EndsWith(Undone, pando.Error, StringComparison.Ordinal);
        Assert.Empty(await _pando.Client.ListImagesAsync(Ct));
        Assert.DoesNotContain(_pando.Root, await File.ReadAllTextAsync("/proc/self/mounts", Ct), StringComparison.Ordinal);
        Assert.Null(await DifferenceAsync(before, "lib/cache/work"));
    }
}
