using System.Net.Sockets;
using Pando.Linux.Sockets;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;
using Pando.Qemu.Capabilities;
using Pando.Qmp;
using Pando.ScriptedQemu;

namespace Pando.Qemu.Tests;

/// <summary>The stand-in behaves as QEMU does where the tests of machines rely on it, and misbehaves as its script says.</summary>
public sealed class ScriptedQemuTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task It_says_that_it_can_do_what_the_recorded_QEMU_can()
    {
        if (RecordedQemu.Updating)
        {
            await RecordAsync();
        }

        QemuCapabilities capabilities = await ProbeAsync(ScriptedQemuProgram.Create(_folder.Path));

        Assert.Empty(QemuVersionFloor.Missing(capabilities));
        Assert.Equal(RecordedQemu.Capabilities.Machines, capabilities.Machines);
        Assert.Equal(RecordedQemu.Capabilities.Devices.Order(), capabilities.Devices.Order());
        Assert.Equal(RecordedQemu.Capabilities.DeviceProperties.Keys.Order(), capabilities.DeviceProperties.Keys.Order());
    }

    [Fact]
    public async Task It_starts_pauses_and_shuts_down_as_a_machine_does()
    {
        await using Started qemu = await StartAsync();
        QmpSession session = qemu.Session;

        Assert.Equal(TestMachine.Definition.Id.Value, (await session.ExecuteAsync(new QueryUuid())).Uuid);
        Assert.Equal("vm1", (await session.ExecuteAsync(new QueryName())).Name);
        Assert.Equal(RunState.Prelaunch, (await session.ExecuteAsync(new QueryStatus())).Status);
        Assert.Equal(2, (await session.ExecuteAsync(new QueryCpusFast())).Count);
        await session.ExecuteAsync(new Cont());
        Assert.True((await session.ExecuteAsync(new QueryStatus())).Running);
        await session.ExecuteAsync(new SystemPowerdown());

        Assert.Equal(0, (await qemu.Process.Handle.WaitForExitAsync().WaitAsync(Patience))!.Code);
        Assert.Equal(["RESUME", "POWERDOWN", "SHUTDOWN"], await session.ReadEventsAsync().Select(e => e.Name).ToListAsync());
    }

    [Fact]
    public async Task It_stays_after_a_shutdown_when_it_is_told_to()
    {
        await using Started qemu = await StartAsync(TestMachine.Definition with { OnPowerOff = LifecycleAction.Preserve });
        await qemu.Session.ExecuteAsync(new Cont());
        qemu.Process.Handle.Signal(10);

        Assert.Equal(
            ["RESUME", "SHUTDOWN", "STOP"],
            await qemu.Session.ReadEventsAsync().Select(e => e.Name).Take(3).ToListAsync());
        Assert.Equal(RunState.Shutdown, (await qemu.Session.ExecuteAsync(new QueryStatus())).Status);
    }

    [Fact]
    public async Task A_second_connection_is_served_after_the_first()
    {
        await using Started qemu = await StartAsync();
        await qemu.Session.DisposeAsync();

        await using QmpSession second = await ConnectAsync(qemu.Address);
        Assert.Equal(RunState.Prelaunch, (await second.ExecuteAsync(new QueryStatus())).Status);
    }

    [Fact]
    public async Task It_ends_at_once_with_words()
    {
        PeerException failure = await Assert.ThrowsAsync<PeerException>(
            () => ProbeAsync(ScriptedQemuProgram.Create(_folder.Path, "exit 1 qemu: could not open disk")));

        Assert.Equal("qemu: could not open disk", failure.PeerWords);
    }

    [Fact]
    public async Task A_question_that_is_refused_is_told_in_QEMUs_words()
    {
        PeerException failure = await Assert.ThrowsAsync<PeerException>(
            () => ProbeAsync(ScriptedQemuProgram.Create(_folder.Path, "refuse query-machines GenericError no machines today")));

        Assert.Equal(ErrorCodes.Qemu.ProbeFailed, failure.Code);
        Assert.Contains("no machines today", failure.PeerWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_hangs_before_it_greets()
    {
        await Assert.ThrowsAsync<QmpTimeoutException>(() => StartAsync(limit: TimeSpan.FromMilliseconds(300), script: "hang"));
    }

    [Fact]
    public async Task It_hangs_after_so_many_commands()
    {
        await using Started qemu = await StartAsync(script: "hang-after 1");
        await qemu.Session.ExecuteAsync(new QueryStatus());

        await Assert.ThrowsAsync<QmpTimeoutException>(() => qemu.Session.ExecuteAsync(new QueryStatus(), TimeSpan.FromMilliseconds(200)));
    }

    [Fact]
    public async Task It_refuses_says_garbage_closes_ignores_holds_and_ends_on_command()
    {
        string released = _folder["released"];
        await using Started qemu = await StartAsync(script:
            $"refuse stop GenericError not now\nignore query-kvm\nhold query-name {released}\nexit-on cont 3 bye\ngarbage-on query-pci");
        QmpSession session = qemu.Session;

        QmpErrorException refusal = await Assert.ThrowsAsync<QmpErrorException>(() => session.ExecuteAsync(new Stop()));
        Assert.Equal("not now", refusal.Description);
        await Assert.ThrowsAsync<QmpTimeoutException>(() => session.ExecuteAsync(new QueryKvm(), TimeSpan.FromMilliseconds(100)));
        Task<NameInfo> held = session.ExecuteAsync(new QueryName());
        Assert.False(held.IsCompleted);
        await File.WriteAllTextAsync(released, "");
        Assert.Equal("vm1", (await held).Name);
        await Assert.ThrowsAsync<QmpProtocolException>(() => session.ExecuteAsync(new QueryPci()));

        await using QmpSession second = await ConnectAsync(qemu.Address);
        await Assert.ThrowsAsync<QmpClosedException>(() => second.ExecuteAsync(new Cont()));
        Assert.Equal(3, (await qemu.Process.Handle.WaitForExitAsync().WaitAsync(Patience))!.Code);
        Assert.Equal("bye", (await File.ReadAllTextAsync(_folder["words"])).Trim());
    }

    private Task<QemuCapabilities> ProbeAsync(string program) =>
        new QemuProbe(TimeProvider.System, _folder.Path, user: null, Patience).AskAsync(QemuBinaryIdentity.Of(program), Accelerator.Tcg);

    private async Task<Started> StartAsync(DomainDefinition? definition = null, TimeSpan? limit = null, string script = "")
    {
        string address = _folder["qmp"];
        using Socket listener = UnixListener.Bind(address);
        using var words = File.OpenHandle(_folder["words"], FileMode.Create, FileAccess.Write);
        QemuCommandLine line = CommandLineBuilder.Build(new CommandLineRequest(
            definition ?? TestMachine.Definition,
            RecordedQemu.Capabilities,
            Accelerator.Tcg,
            new GuestDescriptors { Monitor = listener.SafeHandle },
            TestMachine.StartedAt));
        SpawnedProcess process = ProcessSpawner.Start(new SpawnRequest
        {
            Program = ScriptedQemuProgram.Create(_folder.Path, script),
            Arguments = line.Words,
            Descriptors = line.Descriptors.Inherited,
            Output = words,
            Environment = new Dictionary<string, string> { ["PATH"] = "/usr/bin:/bin" },
        });
        try
        {
            return new Started(process, await ConnectAsync(address, limit), address);
        }
        catch
        {
            process.Handle.Signal(9);
            process.Dispose();
            throw;
        }
    }

    private static async Task<QmpSession> ConnectAsync(string address, TimeSpan? limit = null) => await QmpSession.ConnectAsync(
        await UnixConnect.ConnectAsync(address, Patience),
        new QmpOptions(TimeProvider.System, Patience) { GreetingLimit = limit ?? Patience },
        CancellationToken.None);

    private async Task RecordAsync()
    {
        InstalledQemu.Require();
        string address = _folder["record"];
        using Socket listener = UnixListener.Bind(address);
        using SpawnedProcess process = ProcessSpawner.Start(new SpawnRequest
        {
            Program = InstalledQemu.Path,
            Arguments =
            [
                "-machine", "none", "-nodefaults", "-display", "none",
                "-chardev", "socket,id=qmp,fd=3,server=on,wait=off", "-mon", "chardev=qmp,mode=control",
            ],
            Descriptors = [new InheritedDescriptor(listener.SafeHandle, 3)],
        });
        await using QmpSession session = await ConnectAsync(address);
        await RecordedReplies.RecordAsync(session, RecordedQemu.Capabilities.DeviceProperties.Keys);
        await session.ExecuteAsync(new Quit());
    }

    private sealed record Started(SpawnedProcess Process, QmpSession Session, string Address) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync()
        {
            await Session.DisposeAsync();
            Process.Handle.Signal(9);
            await Process.Handle.WaitForExitAsync().WaitAsync(Patience);
            Process.Dispose();
        }
    }
}
