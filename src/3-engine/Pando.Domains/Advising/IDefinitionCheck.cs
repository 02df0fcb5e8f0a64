using Pando.Model.Domains;
using Pando.Model.Domains.Advice;
using Pando.Model.Errors;

namespace Pando.Domains.Advising;

/// <summary>Looks at one thing in a definition. A check that finds nothing says nothing.</summary>
internal interface IDefinitionCheck
{
    IEnumerable<Diagnosis> Examine(Patient patient);
}

/// <summary>A finding, and the definition without it where that can be had.</summary>
internal sealed record Diagnosis(DoctorFinding Finding, Func<DomainDefinition, DomainDefinition>? Fix)
{
    /// <summary>A finding that only people can do something about.</summary>
    public static Diagnosis Of(string name, DoctorConcern concern, string? subject, params ErrorFact[] facts) =>
        new(new DoctorFinding(name, concern, subject, [.. facts], Fixable: false), null);

    /// <summary>A finding that a change of the definition does away with.</summary>
    public static Diagnosis Fixable(string name, DoctorConcern concern, string? subject, Func<DomainDefinition, DomainDefinition> fix, params ErrorFact[] facts) =>
        new(new DoctorFinding(name, concern, subject, [.. facts], Fixable: true), fix);
}
