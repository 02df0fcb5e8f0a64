using Pando.Model.Domains;
using Pando.Model.Domains.Advice;

namespace Pando.Domains.Advising.Profiles;

/// <summary>Writes a definition for one purpose.</summary>
internal interface ITuningProfile
{
    /// <summary>What a machine that has nothing of any profile becomes.</summary>
    DomainDefinition Apply(DomainDefinition machine, Patient patient);

    /// <summary>What the host lacks for it.</summary>
    IEnumerable<Diagnosis> Lacks(Patient patient) => [];
}
