namespace Pando.Model.Domains.Devices;

/// <summary>The packet filter that an interface stands behind.</summary>
/// <param name="Filter">Its name.</param>
/// <param name="Parameters">What its variables stand for, in their order; a name may come several times.</param>
public sealed record FilterReference(string Filter, EquatableArray<FilterParameter> Parameters);

/// <summary>A variable of a packet filter.</summary>
/// <param name="Name">Letters, digits and underscores.</param>
/// <param name="Value">What it stands for.</param>
public sealed record FilterParameter(string Name, string Value);
