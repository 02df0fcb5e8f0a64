namespace Pando.Api.Tests.Scripted;

/// <summary>What a client asked a <see cref="ScriptedPandod"/>.</summary>
public sealed record ReceivedRequest(string Method, string Target, IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Text => System.Text.Encoding.UTF8.GetString(Body);

    public override string ToString() => $"{Method} {Target}";
}
