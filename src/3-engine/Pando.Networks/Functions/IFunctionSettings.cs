using Pando.Linux.Networking;

namespace Pando.Networks.Functions;

/// <summary>What cards keep for their virtual functions.</summary>
internal interface IFunctionSettings
{
    /// <summary>What a card keeps for one of its functions; null where it does not tell.</summary>
    FunctionSettings? Read(string card, int number);

    /// <summary>Has it keep that; nothing happens where the card itself is gone.</summary>
    void Set(string card, int number, FunctionSettings settings);
}

/// <summary>As the kernel has it.</summary>
internal sealed class KernelFunctionSettings : IFunctionSettings
{
    public FunctionSettings? Read(string card, int number)
    {
        using var links = NetworkLinks.Open();
        return links.Find(card) is { } link ? links.ReadFunction(link, number) : null;
    }

    public void Set(string card, int number, FunctionSettings settings)
    {
        using var links = NetworkLinks.Open();
        if (links.Find(card) is { } link)
        {
            links.ChangeFunction(link, number, settings);
        }
    }
}
