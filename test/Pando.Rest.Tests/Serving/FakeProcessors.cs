using Pando.Domains.Processors;
using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Rest.Tests.Serving;

/// <summary>A host that is one of its models and a little more.</summary>
internal sealed class FakeProcessors : IGuestProcessors
{
    public Task<ProcessorOffer> OfferAsync(DomainType type, CancellationToken cancellationToken = default) => Task.FromResult(new ProcessorOffer(
        "/usr/bin/qemu-system-x86_64", "x86_64", "pc-q35-7.2", 288, type == DomainType.Kvm ? Accelerator.Kvm : Accelerator.Tcg,
        [new OfferedModel("EPYC", false, ["sha-ni"], false, "EPYC-v1"), new OfferedModel("qemu64", true, [], true, null)],
        new CpuDefinition
        {
            Mode = CpuMode.Custom,
            Model = "EPYC",
            Fallback = CpuFallback.Forbid,
            Vendor = "AMD",
            Features = [new CpuFeature("sha-ni", CpuFeaturePolicy.Disable)],
        }));
}
