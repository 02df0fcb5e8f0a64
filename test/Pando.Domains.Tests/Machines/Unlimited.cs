using Pando.Model.Domains;
using Pando.Model.Ports;

namespace Pando.Domains.Tests.Machines;

/// <summary>A host that holds machines to nothing.</summary>
internal sealed class Unlimited : IGuestResources
{
    public void Require(DomainDefinition definition, GuestConfinement confinement)
    {
    }

    public void Apply(DomainDefinition definition, DomainDefinition? before, GuestConfinement confinement)
    {
    }

    public void ApplyThreads(DomainDefinition definition, GuestConfinement confinement, GuestThreads threads)
    {
    }

    public ResourceReadings Readings(DomainDefinition definition) => new([], []);
}
