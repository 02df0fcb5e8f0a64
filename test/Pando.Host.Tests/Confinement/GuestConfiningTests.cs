using Microsoft.Extensions.Logging.Abstractions;
using Pando.Host.Confinement;
using Pando.Host.Confinement.Resources;
using Pando.Host.Tests.Confinement.Resctrl;
using Pando.Linux;
using Pando.Linux.Spawn;
using Pando.Model.Domains;
using Pando.Model.Domains.Devices;
using Pando.Model.Ports;

namespace Pando.Host.Tests.Confinement;

/// <summary>On the host as it is: a control group of version 2 is on every one, controllers or not.</summary>
public sealed class GuestConfiningTests : IDisposable
{
    private readonly MadeUpHost _instance = new();

    public void Dispose() => _instance.Dispose();

    [Fact]
    public async Task A_process_that_enters_is_in_the_machines_group_and_is_ended_with_it()
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root makes control groups.");
        using GuestConfining confining = Make();
        ConfinementOrder order = Order();
        DomainId id = order.Definition.Id;
        GuestConfinement confinement = await confining.PrepareAsync(order, TestContext.Current.CancellationToken);
        using SpawnedProcess inside = ProcessSpawner.Start(new SpawnRequest { Program = "sleep", Arguments = ["600"] });
        using SpawnedProcess outside = ProcessSpawner.Start(new SpawnRequest { Program = "sleep", Arguments = ["600"] });
        try
        {
            await confining.EnterAsync(id, confinement, inside.Pid, TestContext.Current.CancellationToken);

            Assert.EndsWith(confinement.ControlGroup!, File.ReadAllLines($"/proc/{inside.Pid}/cgroup").Single(static line => line.StartsWith("0::", StringComparison.Ordinal)), StringComparison.Ordinal);
            // Another daemon, which knows nothing but what is written down.
            using GuestConfining later = Make();
            await later.ReleaseAsync(id, TestContext.Current.CancellationToken);

            Assert.False(inside.Identity.IsStillRunning());
            Assert.True(outside.Identity.IsStillRunning());
            Assert.Empty(Directory.GetFiles(Path.Combine(_instance.Paths.Run, "confinement"), "*.json"));
        }
        finally
        {
            inside.Handle.Signal(9);
            outside.Handle.Signal(9);
        }
    }

    [Fact]
    public async Task What_no_running_machine_has_is_tidied_away()
    {
        using GuestConfining confining = Make();
        ConfinementOrder gone = Order();
        ConfinementOrder runs = Order();
        await confining.PrepareAsync(gone, TestContext.Current.CancellationToken);
        await confining.PrepareAsync(runs, TestContext.Current.CancellationToken);

        await confining.TidyAsync(new HashSet<DomainId> { runs.Definition.Id }, TestContext.Current.CancellationToken);

        string left = Assert.Single(Directory.GetFiles(Path.Combine(_instance.Paths.Run, "confinement")));
        Assert.Contains(runs.Definition.Id.ToString(), left, StringComparison.Ordinal);
        await confining.ReleaseAsync(runs.Definition.Id, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task The_next_daemon_removes_what_virtual_processors_had_of_caches()
    {
        using var shares = new MadeUpResctrl();
        var settings = new ConfinementSettings { Paths = _instance.Paths, ControlGroups = false };
        ConfinementOrder order = Order();
        DomainDefinition machine = order.Definition with
        {
            CpuTuning = new CpuTuning { Caches = [new CacheTuning(Model.NumberSet.Of(0), null, [new CachePart(0, 3, CacheKind.Both, 2 << 20)], [])] },
        };
        using (var first = new GuestConfining(settings, NullLogger<GuestConfining>.Instance, TimeProvider.System) { Shares = shares.Groups })
        {
            GuestConfinement confinement = await first.PrepareAsync(order, TestContext.Current.CancellationToken);
            new GuestResources(shares.Host.Root, _instance.Paths, TimeProvider.System)
                .ApplyThreads(machine, confinement, new GuestThreads(1, new Dictionary<int, int> { [0] = 100 }, new Dictionary<int, int>()));
        }

        Assert.Single(shares.Folders());
        using var later = new GuestConfining(settings, NullLogger<GuestConfining>.Instance, TimeProvider.System) { Shares = shares.Groups };
        await later.TidyAsync(new HashSet<DomainId>(), TestContext.Current.CancellationToken);
        Assert.Empty(shares.Folders());
    }

    [Fact]
    public async Task To_release_what_was_never_confined_is_no_error()
    {
        using GuestConfining confining = Make();

        await confining.ReleaseAsync(DomainId.New(), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Landlock_and_the_view_are_said_and_can_be_turned_off()
    {
        ConfinementOrder order = Order();
        using GuestConfining all = Make();
        using GuestConfining none = new(
            new ConfinementSettings { Paths = _instance.Paths, Landlock = false, OwnMounts = false, ControlGroups = false },
            NullLogger<GuestConfining>.Instance, TimeProvider.System);

        GuestConfinement with = await all.PrepareAsync(order, TestContext.Current.CancellationToken);
        GuestConfinement without = await none.PrepareAsync(order, TestContext.Current.CancellationToken);
        await none.ReleaseAsync(order.Definition.Id, TestContext.Current.CancellationToken);

        Assert.Equal(Linux.Kernel.Landlock.Version() > 0, with.Landlock is not null);
        Assert.Equal(Environment.IsPrivilegedProcess, with.OwnMounts);
        Assert.Null(without.Landlock);
        Assert.False(without.OwnMounts);
        Assert.Contains("landlock.off", without.Lacking);
        Assert.Contains("mounts.off", without.Lacking);
    }

    [Theory]
    [InlineData(true, "+64123:+64124", null, null)]
    [InlineData(false, "+64123:+64124", null, "users.off")]
    [InlineData(true, "+0:+0", null, "users.root")]
    [InlineData(true, null, null, "users.root")]
    [InlineData(true, "+64123:+64124", FilesystemDriver.Path, "users.shares")]
    [InlineData(true, "+64123:+64124", FilesystemDriver.VirtioFs, null)]
    public async Task Users_of_its_own_has_whoever_is_not_root_and_shows_the_guest_no_owners(bool wanted, string? user, FilesystemDriver? share, string? lacking)
    {
        Assert.SkipUnless(Environment.IsPrivilegedProcess, "Only root makes user namespaces for others.");
        using var confining = new GuestConfining(
            new ConfinementSettings { Paths = _instance.Paths, ControlGroups = false, OwnUsers = wanted }, NullLogger<GuestConfining>.Instance, TimeProvider.System);
        ConfinementOrder order = Order();
        order = order with
        {
            Definition = order.Definition with
            {
                Seclabels = user is null ? [] : [new SeclabelDefinition { Model = "dac", Type = SeclabelType.Static, Label = user }],
                Devices = new DomainDevices { Filesystems = share is null ? [] : [new FilesystemDevice { Driver = share, Tag = "data", SourcePath = "/srv" }] },
            },
        };

        GuestConfinement confinement = await confining.PrepareAsync(order, TestContext.Current.CancellationToken);
        GuestEnclosure enclosure = await confining.EncloseAsync(order, confinement, "/usr/bin/qemu-system-x86_64", [], [], TestContext.Current.CancellationToken);
        await confining.ReleaseAsync(order.Definition.Id, TestContext.Current.CancellationToken);

        Assert.Equal(lacking is null, confinement.OwnUsers);
        Assert.Equal(confinement.OwnUsers, enclosure.OwnUsers);
        Assert.Equal(lacking, confinement.Lacking.SingleOrDefault(static word => word.StartsWith("users.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Qemu_is_granted_what_its_arguments_name_and_its_own_directory()
    {
        using GuestConfining confining = Make();
        ConfinementOrder order = Order();
        GuestConfinement confinement = await confining.PrepareAsync(order, TestContext.Current.CancellationToken);
        string missing = Path.Combine(_instance.Paths.Log, "not-yet");
        Directory.CreateDirectory(_instance.Paths.Log);

        GuestEnclosure enclosure = await confining.EncloseAsync(
            order, confinement, "/usr/bin/qemu-system-x86_64",
            [new GuestPath("/boot", GuestPathAccess.Read), new GuestPath(missing, GuestPathAccess.Read | GuestPathAccess.Write)],
            ["/srv/handed.raw"], TestContext.Current.CancellationToken);
        await confining.ReleaseAsync(order.Definition.Id, TestContext.Current.CancellationToken);

        Assert.Contains(new GuestPath("/boot", GuestPathAccess.Read), enclosure.Paths);
        const GuestPathAccess own = GuestPathAccess.Read | GuestPathAccess.Write | GuestPathAccess.Make;
        Assert.Contains(new GuestPath(order.OwnDirectory, own), enclosure.Paths);
        // QEMU makes the file, for which it needs the directory.
        Assert.Contains(new GuestPath(_instance.Paths.Log, own), enclosure.Paths);
        Assert.DoesNotContain(enclosure.Paths, static path => path.Path is "/" or "/home" or "/root" or "/var" or "/etc");
        // What it has a descriptor of, it need not find.
        Assert.DoesNotContain(enclosure.Paths, static path => path.Path.StartsWith("/srv", StringComparison.Ordinal));
    }

    private GuestConfining Make() => new(new ConfinementSettings { Paths = _instance.Paths }, NullLogger<GuestConfining>.Instance, TimeProvider.System);

    private ConfinementOrder Order()
    {
        var definition = new DomainDefinition { Id = DomainId.New(), Name = "m", MemoryKiB = 1, CurrentMemoryKiB = 1, Vcpus = 1, VcpusCurrent = 1 };
        string run = _instance.Paths.DomainRun(definition.Id);
        return new ConfinementOrder
        {
            Definition = definition,
            RunDirectory = run,
            OwnDirectory = Path.Combine(run, "qemu"),
            LogPath = _instance.Paths.DomainLog(definition.Name),
            Files = [],
        };
    }
}
