namespace Pando.Storage.Images.Importing;

/// <summary>What an import needs to know.</summary>
/// <param name="Name">The image's name.</param>
/// <param name="Source">An http or https URL, or an absolute path.</param>
/// <param name="Checksum">What the source must hash to; null: it is taken as it is.</param>
/// <param name="Format"><c>qcow2</c> or <c>raw</c>; null: what its first bytes say.</param>
/// <param name="OsVariant">osinfo's short name.</param>
internal sealed record ImageImportInput(string Name, string Source, string? Checksum, string? Format, string? OsVariant);
