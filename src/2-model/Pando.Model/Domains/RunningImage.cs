namespace Pando.Model.Domains;

/// <summary>
/// One image of a disk of a running machine. Each has a number of its own while the machine runs, as libvirt has them: the
/// <c>index</c> of a <c>source</c> or <c>backingStore</c> (formatdomain, "Hard drives"), by which <c>vda[2]</c> names an image.
/// </summary>
/// <param name="Disk">The disk, by alias. What it has more than one of stands in order, the guest's own image first.</param>
/// <param name="Number">From 1; a run gives none twice.</param>
/// <param name="Path">Where it is; null for what we do not open.</param>
/// <param name="Format">The format, in the definition's words.</param>
public sealed record RunningImage(string Disk, int Number, string? Path, string Format);
