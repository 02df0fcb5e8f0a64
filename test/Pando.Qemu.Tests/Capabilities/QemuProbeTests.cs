using System.Collections.Concurrent;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Tests.Capabilities;

public sealed class QemuProbeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task The_installed_QEMU_tells_what_it_can_do()
    {
        QemuCapabilities qemu = await InstalledQemu.CapabilitiesAsync();

        Assert.Equal("x86_64", qemu.Architecture);
        Assert.Contains("tcg", qemu.Accelerators);
        Assert.Equal("q35", qemu.Machine("q35").Alias);
        Assert.Equal("pc.ram", qemu.Machine("q35").RamId);
        Assert.Contains(qemu.Machines, machine => machine.IsDefault);
        Assert.True(qemu.CpuModel("qemu64").Usable);
        Assert.False(qemu.CpuModel("Icelake-Server").Usable);
        // A device that Debian builds as a module.
        Assert.Contains("virtio-vga", qemu.Devices);
        Assert.True(qemu.Has("virtio-balloon-pci", "free-page-reporting"));
        Assert.False(qemu.Has("virtio-balloon-pci", "wings"));
        Assert.Empty(QemuVersionFloor.Missing(qemu));
    }

    [Fact]
    public async Task What_is_not_there_is_refused_by_name()
    {
        QemuCapabilities qemu = await InstalledQemu.CapabilitiesAsync();

        Assert.Equal(ErrorCodes.Qemu.UnknownMachine, Assert.Throws<CallerException>(() => qemu.Machine("vax")).Code);
        Assert.Equal(ErrorCodes.Qemu.UnknownCpu, Assert.Throws<CallerException>(() => qemu.CpuModel("z80")).Code);
        Assert.Equal(ErrorCodes.Qemu.MissingDevice, Assert.Throws<CallerException>(() => qemu.Require("teapot")).Code);
    }

    [Fact]
    public async Task QEMU_is_asked_as_an_unprivileged_user()
    {
        InstalledQemu.Require();
        Assert.SkipWhen(InstalledQemu.Unprivileged is null, "only root can become another user");
        string program = _folder.Script("qemu", $"#!/bin/sh\nid -u >&2\nexec {InstalledQemu.Path} -machine vax\n");
        File.SetUnixFileMode(_folder.Path, (UnixFileMode)0b111_101_101);

        PeerException failure = await Assert.ThrowsAsync<PeerException>(() => AskAsync(program, TimeSpan.FromSeconds(20)));

        Assert.StartsWith("65534", failure.PeerWords, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_QEMU_that_ends_at_once_is_told_in_its_own_words()
    {
        string program = _folder.Script("qemu", "#!/bin/sh\necho 'qemu: I have no idea' >&2\nexit 1\n");

        PeerException failure = await Assert.ThrowsAsync<PeerException>(() => AskAsync(program, TimeSpan.FromSeconds(20), asRoot: true));

        Assert.Equal(ErrorCodes.Qemu.ProbeFailed, failure.Code);
        Assert.Equal("qemu: I have no idea", failure.PeerWords);
    }

    [Fact]
    public async Task A_QEMU_that_says_nothing_is_given_up_and_ended()
    {
        string program = _folder.Script(
            "qemu", "#!/bin/sh\ncd $(dirname $0)\necho 'qemu: let me think' >&2\necho $$ > new\nmv new pid\nexec sleep 600\n");
        var time = new HeldTime();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        using var again = new PeriodicTimer(TimeSpan.FromMilliseconds(5));

        var probe = new QemuProbe(time, _folder.Path, user: null, TimeSpan.FromSeconds(75));
        Task<QemuCapabilities> asking = probe.AskAsync(QemuBinaryIdentity.Of(program), Accelerator.Tcg);
        while (!File.Exists(_folder["pid"]))
        {
            await again.WaitForNextTickAsync(limit.Token);
        }

        time.Pass();
        PeerException failure = await Assert.ThrowsAsync<PeerException>(() => asking);

        Assert.Equal(ErrorCodes.Qemu.ProbeSilent, failure.Code);
        Assert.Contains("75 s", failure.Message, StringComparison.Ordinal);
        Assert.Equal("qemu: let me think", failure.PeerWords);
        Assert.Matches("state [RSD] \\(", failure.Message);
        int pid = int.Parse(await File.ReadAllTextAsync(_folder["pid"]));
        while (Directory.Exists($"/proc/{pid}"))
        {
            await again.WaitForNextTickAsync(limit.Token);
        }
    }

    [Fact]
    public async Task Nothing_is_left_in_the_folder()
    {
        InstalledQemu.Require();
        Directory.CreateDirectory(_folder["run"]);
        var probe = new QemuProbe(TimeProvider.System, _folder["run"], InstalledQemu.Unprivileged, TimeSpan.FromSeconds(60));
        await probe.AskAsync(QemuBinaryIdentity.Of(InstalledQemu.Path), Accelerator.Tcg);

        Assert.Empty(Directory.GetFileSystemEntries(_folder["run"]));
    }

    [Fact]
    public void A_program_that_is_not_there_is_refused()
    {
        CallerException refusal = Assert.Throws<CallerException>(() => QemuBinaryIdentity.Of(_folder["qemu"]));

        Assert.Equal(ErrorCodes.Qemu.NotFound, refusal.Code);
    }

    [Fact]
    public void The_identity_is_of_the_file_behind_the_links()
    {
        string program = _folder.Script("qemu-7", "#!/bin/sh\n");
        File.CreateSymbolicLink(_folder["qemu"], program);

        Assert.Equal(QemuBinaryIdentity.Of(program), QemuBinaryIdentity.Of(_folder["qemu"]));
    }

    private Task<QemuCapabilities> AskAsync(string program, TimeSpan limit, bool asRoot = false)
    {
        var probe = new QemuProbe(TimeProvider.System, _folder.Path, asRoot ? null : InstalledQemu.Unprivileged, limit);
        return probe.AskAsync(QemuBinaryIdentity.Of(program), Accelerator.Tcg);
    }

    /// <summary>Time that passes when it is told to.</summary>
    private sealed class HeldTime : TimeProvider
    {
        private readonly ConcurrentQueue<Action> _due = new();

        public void Pass()
        {
            while (_due.TryDequeue(out Action? act))
            {
                act();
            }
        }

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            _due.Enqueue(() => callback(state));
            return new Never();
        }

        private sealed class Never : ITimer
        {
            public bool Change(TimeSpan dueTime, TimeSpan period) => true;

            public void Dispose()
            {
                // Nothing runs.
            }

            public ValueTask DisposeAsync() => ValueTask.CompletedTask;
        }
    }
}
