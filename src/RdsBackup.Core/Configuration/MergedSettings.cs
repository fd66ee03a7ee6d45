using Microsoft.Extensions.Configuration;

namespace RdsBackup.Configuration;

/// <summary>The layers of a configuration one above the other: below all of them, what the defaults say of each environment.</summary>
internal sealed class MergedSettings
{
    private const string Defaults = "defaults";
    private const string Environments = "environments";
    private readonly SettingsLayer[] _layers;

    /// <summary>Merges layers, of which later ones count more.</summary>
    public MergedSettings(IReadOnlyList<SettingsLayer> layers)
    {
        string[] environments = [.. layers.SelectMany(layer => layer.Keys(Environments)).Distinct(StringComparer.OrdinalIgnoreCase)
            .Select(name => ConfigurationPath.Combine(Environments, name))];
        _layers = [.. layers.Select(layer => layer.Copy(Defaults, environments)), .. layers];
        for (int i = 0; i < _layers.Length; i++)
        {
            foreach (SettingsLayer lower in _layers[..i])
            {
                _layers[i].Cover(lower);
            }
        }
    }

    /// <summary>The options that the settings make.</summary>
    public RdsBackupOptions Bind()
    {
        var builder = new ConfigurationBuilder();
        foreach (SettingsLayer layer in _layers)
        {
            builder.Add(layer);
        }

        return builder.Build().Get<RdsBackupOptions>() ?? new RdsBackupOptions();
    }

    /// <summary>The setting at a path, if anything is said about it.</summary>
    public Setting? Find(string path) =>
        _layers.Select(layer => layer.Find(path)).LastOrDefault(setting => setting is not null);

    /// <summary>Where a setting stands, or, when nothing says it, the section it would stand in.</summary>
    public SettingOrigin? Locate(string path)
    {
        for (string? place = path; place is not null; place = ConfigurationPath.GetParentPath(place))
        {
            if (Find(place) is { } found)
            {
                return found.Origin;
            }
        }

        return null;
    }
}
