using Pando.Domains.Advising;
using Pando.Domains.Advising.Placement;
using Pando.Domains.Advising.Profiles;
using Pando.Model;
using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Domains.Devices;
using Pando.Model.Host;
using Pando.Model.Ports;
using Pando.Model.Xml;

namespace Pando.Domains.Tests.Advising;

public sealed class ProfilesTests
{
    private static readonly ITuningProfile[] All = [new BalancedProfile(), new ThroughputProfile(), new LowLatencyProfile(), new DenseProfile()];

    [Fact]
    public void Low_latency_has_isolated_processors_huge_pages_and_no_balloon()
    {
        DomainDefinition tuned = new LowLatencyProfile().Apply(Patients.Healthy, Patients.Of(Patients.Healthy));

        Assert.Equal([new ThreadPin(0, NumberSet.Of(6)), new ThreadPin(1, NumberSet.Of(7))], tuned.CpuTuning.VcpuPins.Items);
        Assert.Equal(("4-5", "1"), (tuned.CpuTuning.EmulatorPin!.ToString(), tuned.NumaTuning.Memory!.Nodes!.ToString()));
        Assert.All(tuned.CpuTuning.VcpuScheduling.Items, static scheduled => Assert.Equal(SchedulerPolicy.Fifo, scheduled.Scheduling.Policy));
        Assert.True(tuned.MemoryBacking is { Locked: true, NoSharePages: true, HugePages: not null });
        Assert.Equal(MemballoonModel.None, tuned.Devices.Memballoon!.Model);
        Assert.Empty(new LowLatencyProfile().Lacks(Patients.Of(Patients.Healthy)));
    }

    [Fact]
    public void What_the_host_lacks_is_said_and_left_away()
    {
        Patient poor = Patients.Of(Patients.Healthy with { Vcpus = 3, MemoryKiB = 3 << 20 }, Accelerator.Tcg);
        DomainDefinition tuned = new LowLatencyProfile().Apply(poor.Definition, poor);

        DoctorFinding[] lacking = [.. new LowLatencyProfile().Lacks(poor).Select(static diagnosis => diagnosis.Finding)];

        Assert.Equal(["not-isolated", "no-huge-pages", "host-without-kvm"], lacking.Select(static finding => finding.Name));
        Assert.All(lacking, ChecksTests.AssertHasTexts);
        Assert.Null(tuned.MemoryBacking.HugePages);
        Assert.Empty(tuned.CpuTuning.VcpuScheduling);
        Assert.Equal("no-own-processors", new LowLatencyProfile().Lacks(Patients.Of(Patients.Healthy with { Vcpus = 5 })).First().Finding.Name);
    }

    [Fact]
    public void Throughput_is_kept_on_the_node_with_room()
    {
        DomainDefinition tuned = new ThroughputProfile().Apply(Patients.Healthy with { CpuSet = null }, Patients.Of(Patients.Healthy));

        Assert.Equal("4-7", tuned.CpuSet!.ToString());
        Assert.Equal(new NumaPolicy(NumaMode.Preferred, NumberSet.Of(1)), tuned.NumaTuning.Memory);
        Assert.Equal((DiskCache.None, DiskIo.Native), (tuned.Devices.Disks[0].Driver.Cache, tuned.Devices.Disks[0].Driver.Io));
    }

    [Fact]
    public void Throughput_gives_disks_threads_and_queues_of_their_own_and_leaves_those_that_have_some()
    {
        DiskDevice disk = Patients.Healthy.Devices.Disks[0];
        DomainDefinition machine = Patients.Healthy with
        {
            Devices = Patients.Healthy.Devices with
            {
                Disks = [disk, disk with { TargetName = "vdb" }, disk with { TargetName = "sda", Bus = DiskBus.Sata }],
                Controllers = [new ScsiController { Model = ScsiControllerModel.VirtioScsi }],
            },
        };

        DomainDefinition tuned = Tune(machine);
        DomainDefinition own = Tune(machine with { IoThreads = [new IoThreadDefinition(7)] });

        Assert.Equal([1, 2, 3], tuned.IoThreads.Items.Select(static thread => thread.Id));
        Assert.Equal([(1, 2), (2, 2), (null, null)], tuned.Devices.Disks.Items.Select(static one => (one.Driver.IoThread, one.Driver.Queues)));
        Assert.Equal((3, 2), tuned.Devices.Controllers.Items.OfType<ScsiController>().Select(static one => (one.IoThread, one.Queues)).Single());
        Assert.Equal(tuned, Tune(tuned));
        Assert.Equal([7, 7], own.Devices.Disks.Items.Where(static one => one.Bus == DiskBus.Virtio).Select(static one => one.Driver.IoThread));
        Assert.Equal(tuned, DomainXml.Read(DomainXml.Write(tuned)));

        static DomainDefinition Tune(DomainDefinition machine) => new ThroughputProfile().Apply(machine, Patients.Of(machine));
    }

    [Fact]
    public void Dense_gives_back_what_is_not_used_and_says_when_nothing_is_merged()
    {
        DomainDefinition tuned = new DenseProfile().Apply(Patients.Healthy, Patients.Of(Patients.Healthy));

        Assert.True(tuned.Devices.Memballoon is { FreePageReporting: true, AutoDeflate: true });
        Assert.Equal(DetectZeroes.Unmap, tuned.Devices.Disks[0].Driver.DetectZeroes);
        Assert.Equal("merging-off", Assert.Single(new DenseProfile().Lacks(Patients.Of(Patients.Healthy))).Finding.Name);
    }

    [Fact]
    public void Balanced_leaves_nothing_of_another_profile()
    {
        Patient patient = Patients.Of(Patients.Healthy with { CpuSet = null });
        DomainDefinition balanced = new BalancedProfile().Apply(patient.Definition, patient);

        foreach (ITuningProfile other in All)
        {
            DomainDefinition back = new BalancedProfile().Apply(BalancedProfile.Neutral(other.Apply(balanced, patient)), patient);
            Assert.Equal((balanced.CpuTuning, balanced.CpuSet, balanced.NumaTuning, balanced.MemoryBacking), (back.CpuTuning, back.CpuSet, back.NumaTuning, back.MemoryBacking));
        }
    }

    [Fact]
    public void Every_profile_comes_to_XML_that_can_be_read_again()
    {
        foreach (ITuningProfile profile in All)
        {
            DomainDefinition tuned = ProfileMark.Set(profile.Apply(Patients.Healthy, Patients.Of(Patients.Healthy)), TuningProfile.Dense);
            Assert.Equal(tuned, DomainXml.Read(DomainXml.Write(tuned)));
            Assert.Equal(TuningProfile.Dense, ProfileMark.Of(DomainXml.Read(DomainXml.Write(tuned))));
        }
    }

    [Theory]
    [InlineData(2, true, "6,7")]
    [InlineData(3, false, "2,1,3")]
    [InlineData(4, false, null)]
    public void Processors_of_its_own_are_isolated_ones_or_leave_one_to_the_host(int vcpus, bool isolated, string? expected)
    {
        HostTopology topology = Patients.TwoNodes;

        OwnProcessors? own = OwnProcessors.For(vcpus, topology);

        Assert.Equal(expected, own is null ? null : string.Join(',', own.Vcpus));
        Assert.Equal(expected is not null && isolated, own?.Isolated ?? false);
    }
}
