using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;

namespace Pando.Qemu.Tests.Machine;

public sealed class CpuArgumentsTests
{
    [Theory]
    [InlineData(null, Accelerator.Tcg, "max")]
    [InlineData(null, Accelerator.Kvm, "host,migratable=on")]
    [InlineData(CpuMode.HostPassthrough, Accelerator.Tcg, "max")]
    [InlineData(CpuMode.HostPassthrough, Accelerator.Kvm, "host")]
    [InlineData(CpuMode.Maximum, Accelerator.Kvm, "max")]
    public void A_mode_is_a_model_that_the_accelerator_has(CpuMode? mode, Accelerator accelerator, string expected)
    {
        Assert.Equal([expected], TestMachine.Build(With(new CpuDefinition { Mode = mode }), accelerator).Values("-cpu"));
    }

    [Fact]
    public void What_may_not_migrate_is_said()
    {
        var cpu = new CpuDefinition { Mode = CpuMode.HostPassthrough, Migratable = false };

        Assert.Equal(["host,migratable=off"], TestMachine.Build(With(cpu), Accelerator.Kvm).Values("-cpu"));
    }

    [Fact]
    public void A_custom_model_takes_features_in_QEMUs_spelling()
    {
        var cpu = new CpuDefinition
        {
            Mode = CpuMode.Custom,
            Model = "Nehalem",
            Check = CpuCheck.Full,
            Features =
            [
                new CpuFeature("lahf_lm", CpuFeaturePolicy.Require),
                new CpuFeature("sse4.2", CpuFeaturePolicy.Disable),
                new CpuFeature("aes", null),
                new CpuFeature("vmx", CpuFeaturePolicy.Forbid),
            ],
        };

        Assert.Equal(["Nehalem,lahf-lm=on,sse4.2=off,aes=on,vmx=off"], TestMachine.Build(With(cpu)).Values("-cpu"));
    }

    [Fact]
    public void A_feature_cannot_smuggle_a_key_in()
    {
        var cpu = new CpuDefinition { Features = [new CpuFeature("aes=on,enforce", null)] };

        Assert.Equal(ErrorCodes.Qemu.CannotExpress, Assert.Throws<CallerException>(() => TestMachine.Build(With(cpu))).Code);
    }

    [Fact]
    public void An_unknown_model_is_refused()
    {
        var cpu = new CpuDefinition { Mode = CpuMode.Custom, Model = "z80" };

        Assert.Equal(ErrorCodes.Qemu.UnknownCpu, Assert.Throws<CallerException>(() => TestMachine.Build(With(cpu))).Code);
    }

    [Fact]
    public void What_KVM_adds_is_said_under_KVM_only()
    {
        DomainDefinition definition = TestMachine.Definition with
        {
            Features = new DomainFeatures { Acpi = true, ApicEoi = true, PvSpinLock = false, Kvm = new KvmFeatures { Hidden = true } },
            Clock = new ClockDefinition
            {
                Timers =
                [
                    new ClockTimer { Name = TimerName.KvmClock, Present = false },
                    new ClockTimer { Name = TimerName.HyperVClock, Present = true },
                    new ClockTimer { Name = TimerName.Tsc, FrequencyHz = 2_000_000_000 },
                ],
            },
        };

        Assert.Equal(["max"], TestMachine.Build(definition).Values("-cpu"));
        Assert.Equal(
            ["host,migratable=on,kvm-pv-eoi=on,kvm-pv-unhalt=off,kvm=off,kvmclock=off,hv-time=on,tsc-frequency=2000000000"],
            TestMachine.Build(definition, Accelerator.Kvm).Values("-cpu"));
    }

    [Fact]
    public void Processors_are_cores_of_one_package_unless_said_otherwise()
    {
        Assert.Equal(["2,sockets=1,cores=2,threads=1"], TestMachine.Build(TestMachine.Definition).Values("-smp"));
        Assert.Equal(
            ["1,maxcpus=4,sockets=1,cores=4,threads=1"],
            TestMachine.Build(TestMachine.Definition with { Vcpus = 4, VcpusCurrent = 1 }).Values("-smp"));
        Assert.Equal(
            ["8,sockets=1,dies=2,cores=2,threads=2"],
            TestMachine.Build(With(new CpuDefinition { Topology = new CpuTopology(1, 2, 2, 2) }) with { Vcpus = 8, VcpusCurrent = 8 }).Values("-smp"));
    }

    [Fact]
    public void More_processors_than_the_machine_takes_are_refused()
    {
        CallerException refusal = Assert.Throws<CallerException>(
            () => TestMachine.Build(TestMachine.Definition with { Vcpus = 300, VcpusCurrent = 300 }));

        Assert.Equal("A machine of type 'pc-q35-7.2' takes at most 288 processors, not 300.", refusal.Message);
    }

    private static DomainDefinition With(CpuDefinition cpu) => TestMachine.Definition with { Cpu = cpu };
}
