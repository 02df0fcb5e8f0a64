namespace Pando.Cli.Tests.Harness;

/// <summary>What a test puts around a run of the command.</summary>
internal sealed class CliAround
{
    public Dictionary<string, string> Environment { get; } = new(StringComparer.Ordinal);

    public string Input { get; set; } = "";

    public bool InIsTerminal { get; set; }

    public bool OutIsTerminal { get; set; }

    public bool ErrorIsTerminal { get; set; }

    public CliAround With(string name, string value)
    {
        Environment[name] = value;
        return this;
    }

    public CliAround InVietnamese() => With("LANG", "vi_VN.UTF-8");
}
