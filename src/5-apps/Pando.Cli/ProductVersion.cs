namespace Pando.Cli;

/// <summary>This command's version.</summary>
internal static class ProductVersion
{
    public static string Own { get; } = typeof(ProductVersion).Assembly.GetName().Version?.ToString(3) ?? "0";
}
