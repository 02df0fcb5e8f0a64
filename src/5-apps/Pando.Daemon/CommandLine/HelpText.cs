using System.Globalization;
using System.Resources;
using Pando.Daemon.Settings;

namespace Pando.Daemon.CommandLine;

/// <summary>What <c>--help</c> prints. The texts stand in <c>Texts/help.resx</c>, a setting's under <c>setting.SECTION.KEY</c>.</summary>
internal static class HelpText
{
    private static readonly ResourceManager Texts = new("Pando.Daemon.Texts.help", typeof(HelpText).Assembly);

    /// <summary>Writes it in the reader's language.</summary>
    public static void Write(TextWriter output, CultureInfo culture)
    {
        output.WriteLine(Text("usage", culture));
        output.WriteLine();
        output.WriteLine(Text("options", culture));
        output.WriteLine();
        output.WriteLine(Text("settings", culture));
        foreach (var section in SettingCatalog.All.GroupBy(setting => setting.Section, StringComparer.Ordinal))
        {
            output.WriteLine();
            output.WriteLine($"[{section.Key}]");
            foreach (var setting in section)
            {
                output.WriteLine($"  {setting.Flag} {setting.ValueName}");
                output.WriteLine($"      {Describe(setting, culture)}");
                output.WriteLine($"      {Text("default", culture)} {setting.Default} · {setting.Variable}");
            }
        }
        output.WriteLine();
        output.WriteLine(Text("exit", culture));
    }

    /// <summary>What a setting does, in one sentence.</summary>
    public static string Describe(Setting setting, CultureInfo culture) => Text($"setting.{setting.Name}", culture);

    /// <summary>The text of a key.</summary>
    public static string Text(string key, CultureInfo culture) =>
        Texts.GetString(key, culture) ?? throw new MissingManifestResourceException(key);
}
