using System.Text;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Metadata.Conventions;
using Microsoft.EntityFrameworkCore.Metadata.Conventions.Infrastructure;

namespace BotStudio.Core.Data;

/// <summary>PostgreSQL folds unquoted names to lower case, so tables, columns, keys and indexes are snake_case. A name given by hand wins.</summary>
internal sealed class SnakeCaseNames : IModelFinalizingConvention
{
    public void ProcessModelFinalizing(IConventionModelBuilder modelBuilder, IConventionContext<IConventionModelBuilder> context)
    {
        foreach (var entity in modelBuilder.Metadata.GetEntityTypes().Where(type => !type.IsMappedToJson()))
        {
            if (entity.GetTableName() is { } table && entity.GetTableNameConfigurationSource() is not ConfigurationSource.Explicit)
            {
                entity.SetTableName(From(table));
            }

            foreach (var property in entity.GetProperties())
            {
                if (property.GetColumnNameConfigurationSource() is not ConfigurationSource.Explicit)
                {
                    property.SetColumnName(From(property.GetColumnName()));
                }
            }

            foreach (var key in entity.GetKeys())
            {
                key.SetName(From(key.GetName()!));
            }

            foreach (var foreignKey in entity.GetForeignKeys())
            {
                foreignKey.SetConstraintName(From(foreignKey.GetConstraintName()!));
            }

            foreach (var index in entity.GetIndexes())
            {
                if (index.GetDatabaseNameConfigurationSource() is not ConfigurationSource.Explicit)
                {
                    index.SetDatabaseName(From(index.GetDatabaseName()!));
                }
            }
        }
    }

    private static string From(string name)
    {
        var result = new StringBuilder(name.Length + 8);
        for (var i = 0; i < name.Length; i++)
        {
            var startsWord =
                i > 0
                && char.IsUpper(name[i])
                && name[i - 1] != '_'
                && (!char.IsUpper(name[i - 1]) || (i + 1 < name.Length && char.IsLower(name[i + 1])));
            if (startsWord)
            {
                result.Append('_');
            }

            result.Append(char.ToLowerInvariant(name[i]));
        }

        return result.ToString();
    }
}
