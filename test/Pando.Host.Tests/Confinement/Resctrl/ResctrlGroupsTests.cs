using Pando.Host.Confinement.Resctrl;
using Pando.Linux.Files;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Host.Tests.Confinement.Resctrl;

public sealed class ResctrlGroupsTests
{
    private const string Name = "pando-x";
    private const long MiB = 1 << 20;

    private static readonly Dictionary<int, int> Threads = new() { [0] = 100, [1] = 101, [2] = 102, [3] = 103 };

    private static NumberSet Set(params int[] numbers) => NumberSet.Of(numbers);

    private static CachePart Part(long size, int id = 0) => new(id, 3, CacheKind.Both, size);

    private static DomainDefinition Caches(params CacheTuning[] caches) => MadeUpResctrl.Machine(new CpuTuning { Caches = [.. caches] });

    private static DomainDefinition Bandwidth(int percent) =>
        MadeUpResctrl.Machine(new CpuTuning { MemoryBandwidths = [new MemoryBandwidthTuning(Set(0), [new NodeBandwidth(0, percent)], [])] });

    private static string Refusal(MadeUpResctrl host, DomainDefinition machine)
    {
        var refused = Assert.Throws<CallerException>(() => host.Groups.Apply(machine, Name, Threads));
        Assert.Equal(ErrorCodes.Confinement.ValueRefused, refused.Code);
        Assert.DoesNotContain(host.Folders(), static folder => folder.StartsWith(Name, StringComparison.Ordinal));
        return refused.Facts.Single(static fact => fact.Name == "reason").Value;
    }

    [Fact]
    public void Virtual_processors_get_ways_that_nobody_has_and_are_taken_in()
    {
        using var host = new MadeUpResctrl();
        host.With("theirs/schemata", "L3:0=f00;1=fffff\n");
        var machine = MadeUpResctrl.Machine(new CpuTuning
        {
            Caches = [new CacheTuning(Set(0, 1), null, [Part(3 * MiB)], [new CacheMonitor(3, Set(0, 1)), new CacheMonitor(3, Set(1))])],
            MemoryBandwidths = [new MemoryBandwidthTuning(Set(0, 1), [new NodeBandwidth(1, 40)], []), new MemoryBandwidthTuning(Set(3), [], [Set(3)])],
        });

        host.Groups.Apply(machine, Name, Threads);

        Assert.Equal(["mon_groups", "pando-x-vcpus_0-1", "theirs"], host.Folders());
        // Ways 0 to 7 are everybody's, 8 to 11 theirs. Of what is not named it has what everybody has.
        Assert.Equal("L3:0=7000;1=ff\nMB:1=40\n", host.Read("pando-x-vcpus_0-1/schemata"));
        Assert.Equal("100\n101\n", host.Read("pando-x-vcpus_0-1/tasks"));
        Assert.Equal("101\n", host.Read("pando-x-vcpus_0-1/mon_groups/pando-x-vcpus_1/tasks"));
        // What gets nothing of its own stays with everybody, and is only measured.
        Assert.Equal("103\n", host.Read("mon_groups/pando-x-vcpus_3/tasks"));
    }

    [Fact]
    public void A_processor_that_comes_later_joins_what_is_there()
    {
        using var host = new MadeUpResctrl();
        var machine = Caches(new CacheTuning(Set(0, 1), null, [Part(2 * MiB)], []));
        host.Groups.Apply(machine, Name, new Dictionary<int, int> { [0] = 100 });
        string schemata = host.Read("pando-x-vcpus_0-1/schemata");

        host.Groups.Apply(machine, Name, Threads);

        Assert.Equal(schemata, host.Read("pando-x-vcpus_0-1/schemata"));
        Assert.EndsWith("101\n", host.Read("pando-x-vcpus_0-1/tasks"), StringComparison.Ordinal);
    }

    [Fact]
    public void All_of_a_machine_goes_and_nothing_of_another()
    {
        using var host = new MadeUpResctrl();
        host.With("theirs/schemata", "L3:0=f00\n");
        host.Groups.Apply(Caches(new CacheTuning(Set(0), null, [Part(2 * MiB)], []), new CacheTuning(Set(1), null, [], [new CacheMonitor(3, Set(1))])), Name, Threads);
        host.Groups.Apply(Caches(new CacheTuning(Set(0), null, [Part(2 * MiB)], [])), "pando-y", Threads);

        host.Groups.Remove(Name);
        host.Groups.Remove(Name);

        Assert.Equal(["mon_groups", "pando-y-vcpus_0", "theirs"], host.Folders());
        Assert.Empty(host.Folders("mon_groups"));
    }

    [Theory]
    [InlineData(3 * MiB + 1, 0, "confinement.reason.part-of-a-way")]
    [InlineData(1 * MiB, 0, "confinement.reason.too-few-ways")]
    [InlineData(20 * MiB, 0, "confinement.reason.whole-cache")]
    [InlineData(13 * MiB, 0, "confinement.reason.cache-taken")]
    [InlineData(2 * MiB, 2, "confinement.reason.no-such-cache")]
    public void A_part_that_is_not_to_be_had_is_refused(long size, int id, string reason)
    {
        using var host = new MadeUpResctrl();
        Assert.Equal(reason, Refusal(host, Caches(new CacheTuning(Set(0), null, [Part(size, id)], []))));
    }

    [Fact]
    public void Code_and_data_are_apart_only_where_the_host_has_them_apart()
    {
        using var host = new MadeUpResctrl();
        Assert.Equal("confinement.reason.no-such-cache", Refusal(host, Caches(new CacheTuning(Set(0), null, [new CachePart(0, 3, CacheKind.Code, 2 * MiB)], []))));
    }

    [Theory]
    [InlineData(25, "confinement.reason.bandwidth-step")]
    [InlineData(5, "confinement.reason.bandwidth-step")]
    [InlineData(50, "confinement.reason.bandwidth-taken")]
    [InlineData(40, null)]
    public void Bandwidth_is_what_limits_of_others_leave(int percent, string? reason)
    {
        using var host = new MadeUpResctrl();
        host.With("theirs/schemata", "MB:0=60;1=100\n").With("unlimited/schemata", "MB:0=100;1=100\n");
        if (reason is not null)
        {
            Assert.Equal(reason, Refusal(host, Bandwidth(percent)));
            return;
        }

        host.Groups.Apply(Bandwidth(percent), Name, Threads);
        Assert.Equal("L3:0=ff;1=ff\nMB:0=40\n", host.Read("pando-x-vcpus_0/schemata"));
    }

    [Fact]
    public void Percentages_of_megabytes_are_refused()
    {
        using var host = new MadeUpResctrl(bandwidth: "MB:0=4294967295;1=4294967295");
        Assert.Equal("confinement.reason.bandwidth-in-megabytes", Refusal(host, Bandwidth(40)));
    }

    [Fact]
    public void What_fails_in_the_middle_leaves_nothing()
    {
        using var host = new MadeUpResctrl();
        var machine = Caches(new CacheTuning(Set(0), null, [Part(2 * MiB)], []), new CacheTuning(Set(1), null, [Part(12 * MiB)], []));
        Assert.Equal("confinement.reason.cache-taken", Refusal(host, machine));
    }

    [Fact]
    public void What_another_program_is_changing_is_left_alone()
    {
        using var host = new MadeUpResctrl();
        using var held = FolderLock.TryTake(host.Host.PathOf(MadeUpResctrl.Mount));
        Assert.Equal("confinement.reason.resctrl-busy", Refusal(host, Caches(new CacheTuning(Set(0), null, [Part(2 * MiB)], []))));
    }

    [Fact]
    public void A_host_without_it_starts_only_machines_that_do_not_ask_for_it()
    {
        using var host = new MadeUpHost();
        var groups = new ResctrlGroups(host.Files);
        groups.Require(Caches());
        groups.Remove(Name);
        Assert.Equal(ErrorCodes.Confinement.NoResctrl, Assert.Throws<CallerException>(() => groups.Require(Caches(new CacheTuning(Set(0), null, [], [])))).Code);
        Assert.Equal(ErrorCodes.Confinement.NoResctrl, Assert.Throws<CallerException>(() => groups.Require(Bandwidth(40))).Code);
    }

    [Fact]
    public void What_the_host_does_not_measure_is_refused()
    {
        using var host = new MadeUpResctrl();
        host.With("info/L3_MON/mon_features", "mbm_total_bytes\n");
        Assert.Throws<CallerException>(() => host.Groups.Require(Caches(new CacheTuning(Set(0), null, [], [new CacheMonitor(3, Set(0))]))));
    }

    [Fact]
    public void Monitors_tell_each_cache_and_node()
    {
        using var host = new MadeUpResctrl();
        var machine = MadeUpResctrl.Machine(new CpuTuning
        {
            Caches = [new CacheTuning(Set(0), null, [Part(2 * MiB)], [new CacheMonitor(3, Set(0))])],
            MemoryBandwidths = [new MemoryBandwidthTuning(Set(0), [], [Set(0)])],
        });
        foreach (var (domain, busy) in new[] { ("00", 5), ("01", 6) })
        {
            host.With($"pando-x-vcpus_0/mon_data/mon_L3_{domain}/llc_occupancy", $"{busy}\n")
                .With($"pando-x-vcpus_0/mon_data/mon_L3_{domain}/mbm_total_bytes", $"{busy}00\n")
                .With($"pando-x-vcpus_0/mon_data/mon_L3_{domain}/mbm_local_bytes", domain == "00" ? "Unavailable\n" : "60\n");
        }

        var read = host.Groups.Read(machine, Name);

        var cache = Assert.Single(read.Caches);
        Assert.Equal("vcpus_0", cache.Name);
        Assert.Equal([(0, 5L), (1, 6L)], cache.Bytes);
        var node = Assert.Single(read.Bandwidths);
        Assert.Equal([(0, 500L), (1, 600L)], node.Total);
        Assert.Equal([(1, 60L)], node.Local);
    }
}
