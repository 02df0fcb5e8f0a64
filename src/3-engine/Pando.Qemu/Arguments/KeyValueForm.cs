using System.Globalization;
using System.Text;

namespace Pando.Qemu.Arguments;

/// <summary>
/// A value in QEMU's older form, <c>first,key=value,…</c>, for the options that take no JSON. A comma in a value is
/// doubled (util/keyval.c), so that no value can add a key.
/// </summary>
internal sealed class KeyValueForm
{
    private readonly StringBuilder _text = new();

    public KeyValueForm()
    {
    }

    public KeyValueForm(string first) => _text.Append(Escape(first));

    public KeyValueForm Add(string key, string? value)
    {
        if (value is not null)
        {
            _text.Append(_text.Length > 0 ? "," : "").Append(key).Append('=').Append(Escape(value));
        }

        return this;
    }

    public KeyValueForm Add(string key, bool? value) => Add(key, value switch { null => null, true => "on", false => "off" });

    public KeyValueForm Add(string key, long? value) => Add(key, value?.ToString(CultureInfo.InvariantCulture));

    public QemuArgument As(string option) => new(option, _text.ToString());

    private static string Escape(string value) => value.Replace(",", ",,", StringComparison.Ordinal);
}
