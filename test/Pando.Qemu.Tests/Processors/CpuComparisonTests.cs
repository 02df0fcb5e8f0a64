using Pando.Model.Domains;
using Pando.Model.Errors;

namespace Pando.Qemu.Tests.Processors;

public sealed class CpuComparisonTests
{
    private static readonly CpuDefinition Partial = new() { Mode = CpuMode.Custom, Model = "Nehalem", Check = CpuCheck.Partial };

    [Fact]
    public void What_the_accelerator_lacks_of_a_model_is_refused_by_name()
    {
        CallerException refusal = Assert.Throws<CallerException>(() => Build(Partial with { Model = "EPYC" }));

        Assert.Equal(ErrorCodes.Qemu.CpuUnavailable, refusal.Code);
        Assert.Contains("fxsr_opt", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_machine_that_wanted_KVM_is_not_held_to_a_processor_that_it_does_not_run_on()
    {
        DomainDefinition machine = TestMachine.Definition with { Type = DomainType.Kvm, Cpu = Partial with { Model = "EPYC" } };

        Assert.Empty(TestMachine.Build(machine).Processor.Required);
    }

    [Fact]
    public void What_the_host_may_not_have_is_refused_by_name()
    {
        Assert.Equal(ErrorCodes.Qemu.CpuForbidden, Refusal(Partial with { Features = [new CpuFeature("avx2", CpuFeaturePolicy.Forbid)] }));
        Assert.Equal(ErrorCodes.Qemu.CpuForbidden, Refusal(Partial with { Match = CpuMatch.Strict }));
        Assert.Equal(ErrorCodes.Qemu.CpuOtherVendor, Refusal(Partial with { Vendor = "Intel" }));
    }

    [Fact]
    public void Only_what_is_in_doubt_is_looked_at_unless_all_of_it_must_be_right()
    {
        CpuFeature[] features =
        [
            new("aes", CpuFeaturePolicy.Require), new("vmx", CpuFeaturePolicy.Require),
            new("hle", CpuFeaturePolicy.Optional), new("rtm", CpuFeaturePolicy.Disable),
        ];

        Processors(Partial, ["hle", "vmx"], ["vmx"]);
        Processors(Partial with { Check = CpuCheck.None }, ["hle", "vmx"], []);
        Assert.Contains("sse4.1", Build(Partial with { Check = CpuCheck.Full }).Processor.Required);

        void Processors(CpuDefinition cpu, string[] doubtful, string[] required)
        {
            var promise = Build(cpu with { Features = [.. features] }).Processor;
            Assert.Equal(doubtful, promise.Doubtful);
            Assert.Equal(required, promise.Required);
        }
    }

    private static ErrorCode Refusal(CpuDefinition cpu) => Assert.Throws<CallerException>(() => Build(cpu)).Code;

    private static Pando.Qemu.Arguments.QemuCommandLine Build(CpuDefinition cpu) => TestMachine.Build(TestMachine.Definition with { Cpu = cpu });
}
