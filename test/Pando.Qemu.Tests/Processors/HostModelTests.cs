using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Ports;
using Pando.Qemu.Capabilities;
using Pando.Qemu.Processors;

namespace Pando.Qemu.Tests.Processors;

public sealed class HostModelTests
{
    private static readonly QemuCapabilities Qemu = RecordedQemu.Capabilities with
    {
        CpuModels =
        [
            Model("Old", ["mmx", "sse"]),
            Model("New", ["mmx", "sse", "aes", "fxsr-opt", "rdseed"]),
            Model("New-v2", ["mmx", "sse", "aes"]),
            Model("Gone", ["mmx", "sse", "aes", "avx"]) with { Deprecated = true },
        ],
        HostProcessor = new ProcessorTraits("AuthenticAMD", 15, 1, ["aes", "avx", "fxsr-opt", "mmx", "sse"]),
    };

    [Fact]
    public void The_host_is_the_nearest_model_and_what_differs()
    {
        CpuDefinition host = HostModel.Of(Qemu);

        Assert.Equal((CpuMode.Custom, CpuMatch.Exact, CpuCheck.Full, "New", CpuFallback.Forbid, "AMD"), (host.Mode, host.Match, host.Check, host.Model, host.Fallback, host.Vendor));
        Assert.Equal(
            [Feature("avx", CpuFeaturePolicy.Require), Feature("rdseed", CpuFeaturePolicy.Disable)],
            host.Features);
    }

    [Fact]
    public void A_model_of_the_hosts_own_signature_is_nearer_than_any_other()
    {
        QemuCapabilities qemu = Qemu with { Accelerator = Accelerator.Kvm, CpuModels = [.. Qemu.CpuModels, Model("Twin", ["mmx"]) with { Traits = new ProcessorTraits(null, 15, 1, ["mmx"]) }] };

        Assert.Equal("Twin", HostModel.Of(qemu).Model);
        Assert.Equal("New", HostModel.Of(qemu with { Accelerator = Accelerator.Tcg }).Model);
    }

    [Fact]
    public void What_the_definition_says_of_features_stands()
    {
        CpuDefinition cpu = HostModel.Resolve(
            new CpuDefinition
            {
                Mode = CpuMode.HostModel,
                Check = CpuCheck.None,
                Features =
                [
                    Feature("avx", CpuFeaturePolicy.Disable), Feature("vmx", CpuFeaturePolicy.Optional),
                    Feature("mmx", CpuFeaturePolicy.Force), Feature("smep", CpuFeaturePolicy.Require),
                ],
            },
            Qemu);

        Assert.Equal(CpuCheck.None, cpu.Check);
        Assert.Equal(
            [
                Feature("avx", CpuFeaturePolicy.Disable), Feature("vmx", CpuFeaturePolicy.Disable), Feature("mmx", CpuFeaturePolicy.Require),
                Feature("smep", CpuFeaturePolicy.Require), Feature("rdseed", CpuFeaturePolicy.Disable),
            ],
            cpu.Features);
    }

    [Fact]
    public void At_least_a_model_is_all_that_the_host_has()
    {
        CpuDefinition cpu = HostModel.Resolve(
            new CpuDefinition { Mode = CpuMode.Custom, Match = CpuMatch.Minimum, Model = "Old", Features = [Feature("aes", CpuFeaturePolicy.Disable)] }, Qemu);

        Assert.Equal((CpuMatch.Exact, "Old"), (cpu.Match, cpu.Model));
        Assert.Equal(
            [Feature("aes", CpuFeaturePolicy.Disable), Feature("avx", CpuFeaturePolicy.Require), Feature("fxsr_opt", CpuFeaturePolicy.Require)], cpu.Features);
    }

    [Fact]
    public void A_QEMU_that_does_not_say_what_the_host_is_is_named()
    {
        CallerException refusal = Assert.Throws<CallerException>(() => HostModel.Of(Qemu with { HostProcessor = null }));

        Assert.Equal(ErrorCodes.Qemu.NoHostModel, refusal.Code);
        Assert.Contains("TCG", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SapphireRapids", "Icelake-Server-noTSX")]
    [InlineData("EPYC-Genoa-v1", "EPYC-Milan")]
    [InlineData("Icelake-Client", "Skylake-Client-IBRS")]
    public void The_nearest_older_model_stands_in_for_one_that_is_not_there(string asked, string expected)
    {
        var cpu = new CpuDefinition { Mode = CpuMode.Custom, Model = asked, Fallback = CpuFallback.Allow, Check = CpuCheck.None };

        string argument = Assert.Single(TestMachine.Build(TestMachine.Definition with { Cpu = cpu }).Values("-cpu"))!;

        Assert.Equal(expected, argument);
    }

    [Theory]
    [InlineData("SapphireRapids", CpuFallback.Forbid)]
    [InlineData("z80", CpuFallback.Allow)]
    public void A_model_that_nothing_stands_in_for_is_refused(string asked, CpuFallback fallback)
    {
        var cpu = new CpuDefinition { Mode = CpuMode.Custom, Model = asked, Fallback = fallback };

        CallerException refusal = Assert.Throws<CallerException>(() => TestMachine.Build(TestMachine.Definition with { Cpu = cpu }));

        Assert.Equal(ErrorCodes.Qemu.UnknownCpu, refusal.Code);
        Assert.Contains(asked, refusal.Message, StringComparison.Ordinal);
    }

    private static CpuModel Model(string name, IReadOnlyList<string> features) =>
        new(name, Deprecated: false, AliasOf: null, MissingFeatures: [], new ProcessorTraits(null, 6, 1, features));

    private static CpuFeature Feature(string name, CpuFeaturePolicy policy) => new(name, policy);
}
