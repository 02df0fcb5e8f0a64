using Pando.Model.Domains;

namespace Pando.Host.Confinement;

/// <summary>Says in a confinement what it lacks.</summary>
internal static class ConfinementWords
{
    public static GuestConfinement Without(this GuestConfinement confinement, string word) =>
        confinement with { Lacking = [.. confinement.Lacking, word] };
}
