using Pando.Model.Domains;

namespace Pando.Domains;

/// <summary>Changes what the machine gets of the host's processors, memory and disks.</summary>
/// <param name="Change">What changes.</param>
/// <param name="Scope">What it holds for.</param>
public sealed record TuneRequest(ResourceChange Change, ChangeScope Scope) : ChangeRequest(DomainRequestKind.Tune, Scope);
