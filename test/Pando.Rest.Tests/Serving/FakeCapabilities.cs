using Pando.Domains.Capabilities;
using Pando.Model.Domains;
using Pando.Model.Errors;
using Pando.Model.Host;
using Pando.Model.Xml.Processors;

namespace Pando.Rest.Tests.Serving;

/// <summary>A host that is one of its models and a little more.</summary>
internal sealed class FakeCapabilities : IGuestCapabilities
{
    private const string Program = "/usr/bin/qemu-system-x86_64";

    public Task<HostCapabilities> OfHostAsync(CancellationToken cancellationToken = default) => Task.FromResult(new HostCapabilities(
        new HostHardware { Uuid = Guid.Empty, Architecture = "x86_64" }, "EPYC", "AMD", ["sha-ni"],
        [new GuestOffer(Program, "x86_64", [new ListedMachine("q35", "pc-q35-7.2", 288, false)], [DomainType.Qemu])]));

    public Task<DomainCapabilities> OfMachineAsync(MachineWish wish, CancellationToken cancellationToken = default)
    {
        var type = wish.Type ?? DomainType.Kvm;
        return Task.FromResult(new DomainCapabilities(
            Program, type, wish.Machine ?? "pc-q35-7.2", wish.Architecture ?? "x86_64", 288, type == DomainType.Kvm,
            new CpuDefinition
            {
                Mode = CpuMode.Custom,
                Model = "EPYC",
                Fallback = CpuFallback.Forbid,
                Vendor = "AMD",
                Features = [new CpuFeature("sha-ni", CpuFeaturePolicy.Disable)],
            },
            [new ListedModel("EPYC", false, false, "AMD"), new ListedModel("qemu64", true, true)]));
    }

    public CpuQuestion? Asked { get; private set; }

    public Task<CpuVerdict> CompareAsync(CpuQuestion question, CancellationToken cancellationToken = default)
    {
        Asked = question;
        return Task.FromResult(new CpuVerdict(CpuFit.Incompatible, CpuMisfit.Missing, "svm, avx2"));
    }

    public Task<CpuDefinition> BaselineAsync(CpuQuestion question, bool migratable, bool expand, CancellationToken cancellationToken = default)
    {
        Asked = question;
        return Task.FromResult(new CpuDefinition { Mode = CpuMode.Custom, Model = migratable && expand ? "both" : "EPYC" });
    }

    public HostInformation Information() => throw new CallerException(ErrorCodes.Host.NoInformation);
}
