using Pando.Host.Confinement.Resources;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Host.Tests.Confinement;

public sealed class ResourceSettingsTests
{
    private static readonly DomainDefinition Machine = new() { Id = DomainId.New(), Name = "m", MemoryKiB = 1, CurrentMemoryKiB = 1, Vcpus = 1, VcpusCurrent = 1 };

    [Theory]
    [InlineData(2, "1")]
    [InlineData(1024, "100")]
    [InlineData(2048, "200")]
    [InlineData(262144, "10000")]
    public void Shares_become_a_weight_that_is_usual_where_they_were(long shares, string weight) =>
        Assert.Equal(weight, Assert.Single(ResourceSettings.Of(Machine with { CpuTuning = new CpuTuning { Shares = shares } })).Value);

    [Theory]
    [InlineData(100000L, 50000L, "50000 100000")]
    [InlineData(null, 50000L, "50000 100000")]
    [InlineData(200000L, null, "max 200000")]
    [InlineData(100000L, -1L, "max 100000")]
    public void Period_and_quota_become_one_value(long? period, long? quota, string value) =>
        Assert.Equal(value, Assert.Single(ResourceSettings.Of(Machine with { CpuTuning = new CpuTuning { Global = new CpuBandwidth(period, quota) } })).Value);

    [Fact]
    public void Swap_is_what_is_left_above_memory()
    {
        IReadOnlyList<GroupSetting> all = ResourceSettings.Of(Machine with { MemoryTuning = new MemoryTuning { HardLimitKiB = 1024, SoftLimitKiB = 512, SwapHardLimitKiB = 3072 } });

        Assert.Equal(
            [("memory.max", "1048576"), ("memory.high", "524288"), ("memory.swap.max", "2097152")],
            all.Select(static setting => (setting.Files[0], setting.Value)));
    }

    [Fact]
    public void What_is_no_disk_of_the_host_is_refused_by_its_path()
    {
        var tuning = new BlockIoTuning { Devices = [new BlockIoDeviceTuning { Path = "/dev/null", ReadsPerSecond = 1 }] };

        var refused = Assert.Throws<CallerException>(() => ResourceSettings.Of(Machine with { BlockIoTuning = tuning }));

        Assert.Equal(ErrorCodes.Confinement.NoDisk, refused.Code);
    }

    [Fact]
    public void What_the_host_has_no_controller_for_is_refused_and_the_rest_is_not()
    {
        var resources = new GuestResources("/", Pando.Model.InstancePaths.System, TimeProvider.System);
        DomainDefinition limited = Machine with { MemoryTuning = new MemoryTuning { HardLimitKiB = 1024 } };

        resources.Require(Machine, new GuestConfinement());
        resources.Require(limited, new GuestConfinement { Controllers = ["memory"] });
        var refused = Assert.Throws<CallerException>(() => resources.Require(limited, new GuestConfinement { Controllers = ["cpu"] }));

        Assert.Equal(ErrorCodes.Confinement.NoController, refused.Code);
        Assert.Contains(refused.Facts, static fact => fact is { Name: "controller", Value: "memory" });
    }

    [Fact]
    public void Limits_are_written_changed_and_taken_back_together()
    {
        using var host = new MadeUpHost();
        host.With("/proc/self/mountinfo", "29 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw\n");
        foreach (string file in (string[])["cpu.weight", "memory.max", "memory.high"])
        {
            host.With($"/sys/fs/cgroup/machine/x/{file}", string.Empty);
        }

        var confinement = new GuestConfinement { ControlGroup = "/machine/x", Controllers = ["cpu", "memory"] };
        var resources = new GuestResources(host.Root, host.Paths, TimeProvider.System);
        DomainDefinition before = Machine with { CpuTuning = new CpuTuning { Shares = 1024 }, MemoryTuning = new MemoryTuning { HardLimitKiB = 1 } };
        resources.Apply(before, null, confinement);
        Assert.Equal("1024", Read("memory.max"));

        // A file that is not there is a kernel that refuses: the first two are taken back.
        DomainDefinition refused = Machine with { MemoryTuning = new MemoryTuning { HardLimitKiB = 2, SwapHardLimitKiB = 4 } };
        Assert.Throws<CallerException>(() => resources.Apply(refused, before, confinement));
        Assert.StartsWith("1024", Read("memory.max"), StringComparison.Ordinal);

        resources.Apply(Machine, before, confinement);
        Assert.StartsWith("max", Read("memory.max"), StringComparison.Ordinal);

        string Read(string file) => File.ReadAllText(host.PathOf($"/sys/fs/cgroup/machine/x/{file}"));
    }
}
