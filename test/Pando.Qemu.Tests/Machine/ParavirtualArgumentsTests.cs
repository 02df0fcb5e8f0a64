using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Arguments;
using Pando.Qemu.Capabilities;

namespace Pando.Qemu.Tests.Machine;

/// <summary>What only KVM gives, which no golden file shows: those are of QEMU's translator.</summary>
public sealed class ParavirtualArgumentsTests
{
    [Fact]
    public void Hyper_V_is_what_was_named()
    {
        var hyperv = new HyperVFeatures
        {
            Relaxed = true,
            Vapic = true,
            Spinlocks = true,
            SpinlockRetries = 8191,
            VpIndex = true,
            Runtime = true,
            Synic = true,
            Stimer = true,
            StimerDirect = true,
            Reset = true,
            Vendor = true,
            VendorName = "KVM Hv",
            Frequencies = true,
            Reenlightenment = true,
            TlbFlush = true,
            TlbFlushDirect = true,
            TlbFlushExtended = true,
            Ipi = true,
            Evmcs = true,
            Avic = false,
            EmsrBitmap = true,
            XmmInput = true,
        };

        Assert.Equal(
            ["host,migratable=on,hv-relaxed=on,hv-vapic=on,hv-spinlocks=0x1fff,hv-vpindex=on,hv-runtime=on,hv-synic=on,hv-stimer=on,hv-stimer-direct=on,hv-reset=on,hv-vendor-id=KVM Hv,hv-frequencies=on,hv-reenlightenment=on,hv-tlbflush=on,hv-tlbflush-direct=on,hv-tlbflush-ext=on,hv-ipi=on,hv-evmcs=on,hv-avic=off,hv-emsr-bitmap=on,hv-xmm-input=on"],
            Cpu(new DomainFeatures { HyperV = hyperv }));
        Assert.Equal(["host,migratable=on,hv-passthrough=on"], Cpu(new DomainFeatures { HyperV = new HyperVFeatures { Mode = HyperVMode.Passthrough } }));
    }

    [Fact]
    public void Hyper_Vs_features_are_properties_that_QEMU_has()
    {
        IEnumerable<string> keys = Cpu(new DomainFeatures { HyperV = new HyperVFeatures { EmsrBitmap = true, XmmInput = true, TlbFlush = true, TlbFlushExtended = true, Avic = true } })
            .Single()!.Split(',').Skip(2).Select(pair => pair[..pair.IndexOf('=', StringComparison.Ordinal)]);
        Assert.All(keys, key => Assert.StartsWith("hv-", key, StringComparison.Ordinal));
    }

    [Fact]
    public void KVM_tells_of_itself_what_was_asked_for()
    {
        var features = new DomainFeatures { Kvm = new KvmFeatures { HintDedicated = true, PollControl = true, PvIpi = false, DirtyRing = true, DirtyRingSize = 4096 }, Pmu = false, IoApic = IoApicDriver.Qemu };

        Assert.Equal(["host,migratable=on,kvm-hint-dedicated=on,kvm-poll-control=on,kvm-pv-ipi=off,pmu=off"], Cpu(features));
        Assert.Equal(["kvm,kernel-irqchip=split,dirty-ring-size=4096"], Build(TestMachine.Definition with { Features = features }).Values("-accel"));
        Assert.Equal(["tcg"], TestMachine.Build(TestMachine.Definition with { Features = features }).Values("-accel"));
    }

    [Fact]
    public void The_hosts_caches_and_addresses_are_passed_on_where_its_processor_is()
    {
        var cpu = new CpuDefinition
        {
            Mode = CpuMode.HostPassthrough,
            Cache = new CpuCache(null, CpuCacheMode.Passthrough),
            MaxPhysicalAddress = new MaxPhysicalAddress(MaxPhysicalAddressMode.Passthrough, null),
        };

        Assert.Equal(["host,host-cache-info=on,l3-cache=off,host-phys-bits=on"], Build(TestMachine.Definition with { Cpu = cpu }).Values("-cpu"));
    }

    [Theory]
    [InlineData(CpuCheck.Partial, null, true)]
    [InlineData(CpuCheck.Partial, CpuFeaturePolicy.Disable, false)]
    [InlineData(CpuCheck.Partial, CpuFeaturePolicy.Optional, false)]
    [InlineData(CpuCheck.Partial, CpuFeaturePolicy.Require, true)]
    [InlineData(CpuCheck.None, null, false)]
    public void A_processor_that_the_host_cannot_give_is_refused_where_a_check_is_asked_for(CpuCheck check, CpuFeaturePolicy? policy, bool refused)
    {
        QemuCapabilities capabilities = RecordedQemu.Capabilities with { CpuModels = [new CpuModel("Nehalem", false, null, ["x2apic"])] };
        var cpu = new CpuDefinition { Mode = CpuMode.Custom, Model = "Nehalem", Check = check, Features = policy is null ? [] : [new CpuFeature("x2apic", policy)] };
        DomainDefinition definition = TestMachine.Definition with { Cpu = cpu };
        var request = new CommandLineRequest(definition, capabilities, Accelerator.Kvm, TestMachine.Pretended(definition), TestMachine.StartedAt);

        if (!refused)
        {
            Assert.StartsWith("Nehalem", CommandLineBuilder.Build(request).Values("-cpu").Single(), StringComparison.Ordinal);
            return;
        }

        CallerException refusal = Assert.Throws<CallerException>(() => CommandLineBuilder.Build(request));
        Assert.Equal("The host cannot give a guest the processor Nehalem: x2apic is missing.", refusal.Message);
    }

    [Fact]
    public void Encrypted_memory_is_an_object_that_the_machine_names()
    {
        var sev = new SevLaunch { Policy = 1, CbitPosition = 47, ReducedPhysicalBits = 1, KernelHashes = true };
        DomainDefinition definition = TestMachine.Definition with { LaunchSecurity = sev };

        Assert.Contains("""{"qom-type":"sev-guest","id":"lsec0","cbitpos":47,"reduced-phys-bits":1,"policy":1,"kernel-hashes":true}""", Build(definition).Values("-object"));
        Assert.Contains("confidential-guest-support=lsec0", Build(definition).Values("-machine").Single(), StringComparison.Ordinal);
        Assert.Equal(ErrorCodes.Qemu.CannotExpress, Assert.Throws<CallerException>(() => TestMachine.Build(definition)).Code);
        Assert.Equal(ErrorCodes.Qemu.CannotExpress, Assert.Throws<CallerException>(() => Build(definition with { LaunchSecurity = sev with { CbitPosition = null } })).Code);
        Assert.Equal(ErrorCodes.Qemu.CannotExpress, Assert.Throws<CallerException>(() => Build(definition with { LaunchSecurity = sev with { Session = "AAAA" } })).Code);
    }

    [Fact]
    public void What_encrypted_memory_needs_of_the_processor_is_the_hosts_where_it_is_not_given()
    {
        DomainDefinition definition = TestMachine.Definition with { LaunchSecurity = new SevLaunch { Policy = 1, ReducedPhysicalBits = 2 } };
        QemuCapabilities none = RecordedQemu.Capabilities with { SevRefusal = "SEV feature is not available" };
        QemuCapabilities able = RecordedQemu.Capabilities with { Sev = new SevTraits(51, 1) };

        CallerException refusal = Assert.Throws<CallerException>(() => CommandLineBuilder.Build(Request(none)));

        Assert.Equal("QEMU cannot be given <launchSecurity type='sev'>: the host does not have it; QEMU says: SEV feature is not available.", refusal.Message);
        Assert.Contains("""{"qom-type":"sev-guest","id":"lsec0","cbitpos":51,"reduced-phys-bits":2,"policy":1}""", CommandLineBuilder.Build(Request(able)).Values("-object"));

        CommandLineRequest Request(QemuCapabilities capabilities) => new(definition, capabilities, Accelerator.Kvm, TestMachine.Pretended(definition), TestMachine.StartedAt);
    }

    private static IReadOnlyList<string?> Cpu(DomainFeatures features) => Build(TestMachine.Definition with { Features = features }).Values("-cpu");

    private static QemuCommandLine Build(DomainDefinition definition) => TestMachine.Build(definition, Accelerator.Kvm);
}
