namespace Pando.Storage.Images.Building;

/// <summary>What a build needs to know.</summary>
/// <param name="Recipe">Which recipe.</param>
/// <param name="Name">The image's name.</param>
/// <param name="CapacityBytes">How large a guest sees it.</param>
internal sealed record ImageBuildInput(string Recipe, string Name, long CapacityBytes);
